import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, extname, isAbsolute, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LabelwrightError, messageOf } from '@labelwright/core';
import type { BuildFailure, Loader, OnResolveResult, Plugin } from 'esbuild';

/** A labeling module with everything it imports from the user's files, as one ES module. */
export interface ModuleBundle {
  /** The file as the user named it. */
  readonly path: string;
  /** The bundled code, with its source map inline. */
  readonly code: string;
  /** The SHA-256 of the code without its source map: what makes a version of the module. */
  readonly hash: string;
  /** The files that it is made of, by their full paths. */
  readonly files: readonly string[];
}

/** Where `import … from 'labelwright'` leads, whatever the folder of the user's file: specifier → file URL. */
export type PackageUrls = Readonly<Record<string, string>>;

/**
 * Bundles a labeling module written in TypeScript or JavaScript, without a build step of the user's.
 *
 * Files that it imports by path are bundled; packages are left outside and resolved from the user's folder,
 * but for those in `packages`. `import.meta.url` keeps naming the user's file.
 *
 * @throws `invalid-module` with the file, line and reason where the code does not parse, an import is missing, or a
 * name stands twice in an object
 */
export async function bundleModule(path: string, packages: PackageUrls): Promise<ModuleBundle> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new LabelwrightError(
      'invalid-module',
      `found no labeling module '${path}'; expected a TypeScript or JavaScript file`,
    );
  }
  if (!/\.[cm]?[jt]sx?$/.test(file)) {
    throw new LabelwrightError(
      'invalid-module',
      `found '${path}' for a labeling module; expected a TypeScript or JavaScript file`,
    );
  }
  const { build } = await import('esbuild'); // A packed module runs where it is not installed.
  try {
    const result = await build({
      entryPoints: [file],
      absWorkingDir: dirname(file), // Names in the code are relative to it, so the hash is the same in any folder.
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      sourcesContent: false,
      metafile: true,
      logLevel: 'silent',
      logOverride: { 'duplicate-object-key': 'error' }, // It would lose the first of two functions of a name.
      outfile: `${file}.mjs`,
      plugins: [outsidePackages(packages), keepModuleUrls()],
    });
    const code = result.outputFiles[0]?.text ?? '';
    const withoutMap = code.slice(0, code.lastIndexOf('//# sourceMappingURL='));
    const files = Object.keys(result.metafile.inputs).map((input) => resolve(dirname(file), input));
    return { path, code, files, hash: createHash('sha256').update(withoutMap).digest('hex') };
  } catch (thrown) {
    throw new LabelwrightError('invalid-module', explain(path, file, thrown), { cause: thrown });
  }
}

/** Leaves packages out of the bundle, by the absolute address that they resolve to from the importing file. */
function outsidePackages(packages: PackageUrls): Plugin {
  return {
    name: 'outside-packages',
    setup({ onResolve, resolve: resolveFrom }) {
      onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind === 'entry-point' || pluginData === 'asked' || isAbsolute(path)) return undefined;
        if (isBuiltin(path)) return { path, external: true };
        if (path in packages) return { path: packages[path], external: true };
        const found = await resolveFrom(path, { kind, resolveDir, pluginData: 'asked' });
        return found.errors.length > 0 ? { errors: found.errors } : placed(found.path);
      });
    },
  };
}

/** A package stays outside; a file of the user's that an alias leads to is bundled. */
function placed(path: string): OnResolveResult {
  const outside = path.includes('node_modules') || extname(path) === '.node';
  return outside ? { path: pathToFileURL(path).href, external: true } : { path };
}

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
};

/** Lets `import.meta` name the file it is written in, not the bundle. */
function keepModuleUrls(): Plugin {
  return {
    name: 'keep-module-urls',
    setup({ onLoad, esbuild: { transform } }) {
      onLoad({ filter: /\.[mc]?[jt]sx?$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const loader = LOADERS[extname(path)] ?? 'js';
        if (!source.includes('import.meta')) return { contents: source, loader };
        const define = {
          'import.meta.url': JSON.stringify(pathToFileURL(path).href),
          'import.meta.filename': JSON.stringify(path),
          'import.meta.dirname': JSON.stringify(dirname(path)),
        };
        try {
          const options = {
            loader,
            define,
            sourcefile: path,
            sourcemap: 'inline',
            target: 'node20',
          } as const;
          const { code } = await transform(source, options);
          return { contents: code, loader: 'js' };
        } catch (thrown) {
          return { errors: (thrown as BuildFailure).errors };
        }
      });
    },
  };
}

function explain(path: string, file: string, thrown: unknown): string {
  const [first] = (thrown as Partial<BuildFailure>).errors ?? [];
  if (first === undefined) return `'${path}' does not load: ${messageOf(thrown)}`;
  const { location } = first;
  const place = location
    ? `${relative(process.cwd(), resolve(dirname(file), location.file))}, line ${location.line}`
    : path;
  return `${place}: ${first.text}${location ? ` (${location.lineText.trim()})` : ''}`;
}
