import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BUNDLE, bundleClient } from '../../client/bundle.ts';

it('holds the scripts and the style of the folder client (pnpm bundle writes it)', async () => {
  expect(readFileSync(BUNDLE, 'utf8')).toBe(await bundleClient());
});
