// Runs the command lines of the README as they stand, in an empty folder, one after the other.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const lines = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block.split('\n'))
  .map((line) => line.replace(/^npx labelwright/, 'labelwright').replace(/ +#.*$/, ''))
  .filter((line) => line.startsWith('labelwright '));
if (lines.length < 5)
  throw new Error(`found ${lines.length} command lines in the README; expected at least 5`);

const folder = mkdtempSync(join(tmpdir(), 'labelwright-readme-'));
// Windows spells it Path.
const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
const path = [join(root, 'node_modules', '.bin'), process.env[name]].join(delimiter);
try {
  for (const line of lines) {
    console.log(`$ ${line}`);
    execFileSync(line, { shell: true, cwd: folder, env: { ...process.env, [name]: path }, stdio: 'inherit' });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${lines.length} command lines of the README ran`);
