// Puts the code of the examples into the guides, under `<!-- code: path#region -->`: `--check` tells where it differs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const check = process.argv.includes('--check');
const BLOCK = /^<!-- code: (?<path>[^#\s]+)(?:#(?<region>\S+))? -->(?:\n```\w*\n[\s\S]*?\n```)?/gm;

let [blocks, stale] = [0, 0];
for (const name of readdirSync(docs).filter((file) => file.endsWith('.md'))) {
  const text = readFileSync(join(docs, name), 'utf8');
  const made = text.replace(BLOCK, (found, ...rest) => {
    const { path, region } = rest.at(-1);
    blocks++;
    const [marker] = found.split('\n', 1);
    const block = `${marker}\n\`\`\`${extname(path).slice(1)}\n${codeOf(join(docs, path), region)}\n\`\`\``;
    if (block !== found) {
      stale++;
      if (check) console.error(`docs/${name}: the code under '${marker}' is not that of the file`);
    }
    return block;
  });
  if (!check && made !== text) writeFileSync(join(docs, name), made);
}
if (blocks === 0) throw new Error('found no code in the guides');
console.log(
  `${blocks} pieces of code in the guides, ${check ? `${stale} of them stale` : `${stale} renewed`}`,
);
if (check && stale > 0) {
  console.error("run 'pnpm run code'");
  process.exitCode = 1;
}

/** The lines between the marks of the region, or all, without the marks of others and without the margin. */
function codeOf(path, region) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const [from, to] =
    region === undefined
      ? [0, lines.length]
      : [`#region ${region}`, `#endregion ${region}`].map((mark) => {
          const at = lines.findIndex((line) => line.trim() === `// ${mark}`);
          if (at < 0) throw new Error(`${path} has no line '// ${mark}'`);
          return mark.startsWith('#region') ? at + 1 : at;
        });
  const kept = lines.slice(from, to).filter((line) => !/^\s*\/\/ #(end)?region\b/.test(line));
  const margin = Math.min(...kept.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return kept
    .map((line) => line.slice(margin))
    .join('\n')
    .trim();
}
