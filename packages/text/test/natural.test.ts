import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** Uses every part of the package once, then reports what happened to `process.env` and which modules came along. */
const script = `
  const before = JSON.stringify(process.env);
  const text = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});
  text.mentions('dog')('dogs'); text.similar('dog')('dig'); text.soundsLike('dog')('dig');
  text.sentiment('t')({ t: 'good' }); text.naiveBayes('t', { a: ['b'] })({ t: 'b' });
  await text.synonyms('dog');
  const { createRequire } = await import('node:module');
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  const heavy = loaded.filter((path) => /mongoose|redis|memjs|dotenv|node_modules.pg/.test(path)).length;
  process.stderr.write(JSON.stringify({ sameEnvironment: JSON.stringify(process.env) === before, heavy }));
`;

describe('the door to natural', () => {
  it('prints nothing, reads no .env and loads no database client', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'labelwright-text-'));
    try {
      await writeFile(join(folder, '.env'), 'LABELWRIGHT_LEAK=1\n');
      await writeFile(join(folder, 'use.mts'), script);
      const tsx = new URL('../../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
      const options = ['--conditions=@labelwright/source', `--import=${tsx}`, join(folder, 'use.mts')];
      const { stdout, stderr } = await run(process.execPath, options, {
        cwd: folder,
        env: { ...process.env, TSX_TSCONFIG_PATH: join(repository, 'tsconfig.base.json') },
      });
      expect(stdout).toBe('');
      expect(JSON.parse(stderr)).toEqual({ sameEnvironment: true, heavy: 0 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
