import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The file that this script writes. */
export const BUNDLE: string = here('../src/html/client-bundle.ts');

/** Bundles the scripts and the style of the page into the source of a module. */
export async function bundleClient(): Promise<string> {
  const [script, theme] = [await scriptOf('main.ts'), await scriptOf('theme.ts')];
  const style = await transform(readFileSync(here('report.css'), 'utf8'), { loader: 'css', minify: true });
  const hashes = [script, theme].map((text) => createHash('sha256').update(text).digest('base64'));
  return `// Made by client/bundle.ts of what lies beside it; do not edit.

/** What the policy of the page allows: the SHA-256 of each script, in base64. */
export const CLIENT_HASHES: readonly string[] = ${JSON.stringify(hashes)};

/** The script that makes the page interactive. */
export const CLIENT_SCRIPT: string = ${JSON.stringify(script)};

/** The script that chooses light or dark before anything is drawn. */
export const THEME_SCRIPT: string = ${JSON.stringify(theme)};

/** The style of the page. */
export const CLIENT_STYLE: string = ${JSON.stringify(style.code.trim())};
`;
}

async function scriptOf(entry: string): Promise<string> {
  const options = { bundle: true, minify: true, write: false, charset: 'ascii', format: 'iife' } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [here(entry)], target: 'es2022' });
  const text = outputFiles[0].text.trim();
  if (/<\/script|<!--/i.test(text)) throw new Error(`the script of ${entry} would end its element`);
  return text;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(BUNDLE, await bundleClient());
}
