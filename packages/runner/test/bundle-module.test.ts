import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleModule } from '../src/index.ts';
import { folderOf } from './module-folder.ts';

const bundle = (files: Readonly<Record<string, string>>, entry = 'labeling.ts') =>
  bundleModule(join(folderOf(files), entry), {});

/** Runs bundled code. */
const run = async ({ code }: { readonly code: string }): Promise<Record<string, unknown>> =>
  import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);

describe('bundleModule', () => {
  it('bundles TypeScript with what it imports by path', async () => {
    const bundled = await bundle({
      'labeling.ts': `import { twice } from './lib/twice.ts'; import words from './words.json'; export default [twice<number>(2), ...words];`,
      'lib/twice.ts': 'export function twice<T extends number>(value: T): number { return value * 2; }',
      'words.json': '["a", "b"]',
    });
    expect((await run(bundled)).default).toEqual([4, 'a', 'b']);
  });

  it('takes JavaScript of both kinds', async () => {
    const bundled = await bundle(
      {
        'labeling.mjs': `import five from './five.cjs'; export default five + 1;`,
        'five.cjs': 'module.exports = 5;',
      },
      'labeling.mjs',
    );
    expect((await run(bundled)).default).toBe(6);
  });

  it('lets import.meta name the file it is written in', async () => {
    const folder = folderOf({
      'labeling.ts': `import { here } from './lib/here.ts'; export default [import.meta.url, here, import.meta.dirname];`,
      'lib/here.ts': 'export const here: string = import.meta.filename;',
    });
    const bundled = await bundleModule(join(folder, 'labeling.ts'), {});
    expect((await run(bundled)).default).toEqual([
      pathToFileURL(join(folder, 'labeling.ts')).href,
      join(folder, 'lib', 'here.ts'),
      folder,
    ]);
  });

  it('leaves packages outside, where they are, and those of Node as they are called', async () => {
    const folder = folderOf({
      'labeling.ts': `import { value } from 'some-package'; import { sep } from 'path'; import fs from 'node:fs'; import { other } from 'mapped'; export default [value, sep, fs, other];`,
      'node_modules/some-package/package.json': '{ "type": "module", "exports": "./main.js" }',
      'node_modules/some-package/main.js': 'export const value = 1;',
    });
    const { code } = await bundleModule(join(folder, 'labeling.ts'), { mapped: 'file:///mapped.js' });
    expect(code).toContain(pathToFileURL(join(folder, 'node_modules/some-package/main.js')).href);
    expect(code).toContain('"file:///mapped.js"');
    expect(code).toMatch(/from "(node:)?path"/);
    expect(code).not.toContain('const value = 1');
  });

  it('gives the same hash for the same code, in whatever folder, and another for other code', async () => {
    const files = {
      'labeling.ts': `import { a } from './a.ts'; export default a;`,
      'a.ts': 'export const a = 1;',
    };
    const [one, same, other] = await Promise.all([
      bundle(files),
      bundle(files),
      bundle({ ...files, 'a.ts': 'export const a = 2;' }),
    ]);
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(same.hash).toBe(one.hash);
    expect(other.hash).not.toBe(one.hash);
  });

  it('says that a file is missing', async () => {
    await expect(bundleModule('nowhere/labeling.ts', {})).rejects.toMatchObject({
      code: 'invalid-module',
      message: "found no labeling module 'nowhere/labeling.ts'; expected a TypeScript or JavaScript file",
    });
  });

  it('says that a file is no module', async () => {
    const path = import.meta.filename.replace(/test.bundle-module\.test\.ts$/, 'package.json');
    await expect(bundleModule(path, {})).rejects.toMatchObject({
      code: 'invalid-module',
      message: `found '${path}' for a labeling module; expected a TypeScript or JavaScript file`,
    });
  });

  it('names the file and line of a syntax error', async () => {
    const files = {
      'labeling.ts': `import './lib/broken.ts';\nexport default 1;`,
      'lib/broken.ts': 'const a = 1;\nconst b = = 2;',
    };
    await expect(bundle(files)).rejects.toMatchObject({
      code: 'invalid-module',
      message: expect.stringMatching(/lib[/\\]broken\.ts, line 2: Unexpected "=" \(const b = = 2;\)$/),
    });
    await expect(
      bundle({ 'labeling.ts': 'const url = import.meta.url;\n\nfunction (' }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/labeling\.ts, line 3: /),
    });
  });

  it('names the second of two functions of one name', async () => {
    const code = 'export default {\n  link: 1,\n  link: 2,\n};';
    await expect(bundle({ 'labeling.ts': code })).rejects.toMatchObject({
      code: 'invalid-module',
      message: expect.stringMatching(/labeling\.ts, line 3: Duplicate key "link" in object literal/),
    });
  });

  it('names the file, line and import that is missing', async () => {
    const code = `import './nothing.ts';`;
    await expect(bundle({ 'labeling.ts': code })).rejects.toMatchObject({
      code: 'invalid-module',
      message: expect.stringMatching(/labeling\.ts, line 1: Could not resolve "\.\/nothing\.ts"/),
    });
    await expect(bundle({ 'labeling.ts': `\nimport 'no-such-package';` })).rejects.toMatchObject({
      message: expect.stringMatching(/labeling\.ts, line 2: Could not resolve "no-such-package"/),
    });
  });
});
