import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { writeText } from '@labelwright/io';
import { LabelingModule, type PackageUrls } from '@labelwright/runner';
import type { Metafile, Plugin } from 'esbuild';
import { MANIFEST_VERSION, type Manifest } from './manifest.ts';

/** How a labeling module is packed. */
export interface PackOptions {
  /** Where `import … from 'labelwright'` leads: specifier → file URL. Default: the user's own installation. */
  readonly packages?: PackageUrls | undefined;
  /** How long one call may block on the cluster, in milliseconds. Default 5,000. */
  readonly timeLimit?: number | undefined;
  /** How long a promise of an asynchronous function may take, in milliseconds. Default 60,000. */
  readonly asyncTimeLimit?: number | undefined;
}

/** What was packed. */
export interface Packed {
  readonly manifest: Manifest;
  /** The files that the module names in its code: they must lie where it looks for them on each machine. */
  readonly reads: readonly string[];
}

/** Native code: left out, so that what needs it says so where it is missing. */
const NATIVE = ['@duckdb/node-api', 'esbuild', '*.node'];

/** Lets bundled CommonJS find Node's own modules. */
const BANNER =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

/**
 * Packs a labeling module, with everything that it imports, into one file that Node runs where nothing else is
 * installed, and a manifest beside it. The same code gives the same bytes, in any folder.
 *
 * @param path - the labeling module
 * @param output - a folder; an earlier pack in it is replaced
 * @throws LabelwrightError `invalid-module` where the module does not load
 */
export async function packModule(path: string, output: string, options: PackOptions = {}): Promise<Packed> {
  const { packages = {}, timeLimit = 5000, asyncTimeLimit = 60_000 } = options;
  const module = await LabelingModule.open(path, { packages, portable: true });
  await module.close();
  const { code, inputs } = await bundle(path, packages);
  const hash = createHash('sha256').update(code).digest('hex');
  const manifest: Manifest = {
    labelwright: 'pack',
    version: MANIFEST_VERSION,
    file: `lfs.${hash.slice(0, 16)}.mjs`,
    hash,
    labels: module.labels,
    functions: module.functions,
    fields: module.fields.map((field) => field ?? null),
    versions: module.versions.map((version) => version ?? null),
    text: module.text ?? null,
    timeLimit,
    asyncTimeLimit,
    engine: ownVersion(),
  };
  await writeText(join(output, manifest.file), code);
  await writeText(join(output, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await removeEarlier(output, manifest.file);
  return { manifest, reads: namedFiles(path, inputs) };
}

/** One module that is the labeling module, the code of its threads and the program that runs them. */
async function bundle(
  path: string,
  packages: PackageUrls,
): Promise<{ readonly code: string; readonly inputs: Metafile['inputs'] }> {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const own = (name: string) =>
    JSON.stringify(resolve(here, here.endsWith('src/') ? `${name}.ts` : `${name}.js`));
  const contents = `
    import { isMainThread, parentPort } from 'node:worker_threads';
    import { runPacked, serveThread } from ${own('packed-main')};
    if (isMainThread) process.exitCode = await runPacked(import.meta.url, process.argv.slice(2));
    else await serveThread(parentPort, () => import(${JSON.stringify(resolve(path))}));
  `;
  const { build } = await import('esbuild'); // Large, and needed for this alone.
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: here, sourcefile: 'packed.js' },
      absWorkingDir: dirname(resolve(path)),
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      minify: true,
      keepNames: true,
      legalComments: 'eof',
      metafile: true,
      logLevel: 'silent',
      external: NATIVE,
      banner: { js: BANNER },
      outfile: 'packed.mjs',
      plugins: [ownPackages(packages)],
    });
    return { code: outputFiles[0].text, inputs: metafile.inputs };
  } catch (cause) {
    throw new LabelwrightError('invalid-module', `'${path}' cannot be packed: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** Takes the packages of this installation into the pack. */
function ownPackages(packages: PackageUrls): Plugin {
  return {
    name: 'own-packages',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path }) => {
        if (isBuiltin(path) || !(path in packages)) return undefined;
        return { path: fileURLToPath(packages[path]) };
      });
    },
  };
}

async function removeEarlier(output: string, kept: string): Promise<void> {
  for (const name of await readdir(output)) {
    if (/^lfs\.[0-9a-f]{16}\.mjs$/.test(name) && name !== kept) await rm(join(output, name), { force: true });
  }
}

const LITERAL = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g;

/** The files that the user's code names by a whole literal, from its folder or from here. */
function namedFiles(path: string, inputs: Metafile['inputs']): string[] {
  const folder = dirname(resolve(path));
  const sources = Object.keys(inputs)
    .map((input) => resolve(folder, input))
    .filter(
      (file) =>
        existsSync(file) && !relative(folder, file).startsWith('..') && !file.includes('node_modules'),
    );
  const found = new Set<string>();
  for (const file of sources) {
    for (const [, double, single] of readFileSync(file, 'utf8').matchAll(LITERAL)) {
      const name = double ?? single ?? '';
      const places = name.includes('\0')
        ? []
        : [resolve(folder, name), resolve(dirname(file), name), resolve(name)];
      if (places.some((place) => !sources.includes(place) && isFile(place))) found.add(name);
    }
  }
  return [...found].sort();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
