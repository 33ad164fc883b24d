import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

describe('labelwright', () => {
  it('bundles for a browser: nothing of Node comes with it', async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../dist/index.js', import.meta.url))],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    expect(outputFiles[0].text).not.toMatch(/from\s*"node:/);
    expect(outputFiles[0].text.length).toBeGreaterThan(100_000);
  });
});
