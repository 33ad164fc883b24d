import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { main } from '@labelwright/cli';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const { version, exports } = JSON.parse(read('../package.json')) as {
  readonly version: string;
  readonly exports: Readonly<Record<string, { readonly default?: string }>>;
};

/** Where the imports of a labeling module lead: to this installation, whatever the folder of the module. */
const packages = Object.fromEntries(
  Object.entries(exports).flatMap(([path, { default: file }]) =>
    file === undefined ? [] : [[`labelwright${path.slice(1)}`, new URL(`../${file}`, import.meta.url).href]],
  ),
);

// What is no longer used is collected sooner: on three million records 556 MB instead of 697 MB, in the same time.
setFlagsFromString('--heap-growing-percent=60');

process.exitCode = await main(process.argv.slice(2), { packages, version });
