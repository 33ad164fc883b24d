import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textBlocks } from '../src/text-blocks.ts';

const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', '\u2028'));

async function* chunksOf(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  for (const [i, from] of [0, ...places].entries()) yield bytes.subarray(from, places[i]);
}

describe('textBlocks', () => {
  it('gives the same lines and numbers wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.boolean(), fc.array(fc.nat()), async (lines, ended, cuts) => {
        const text = lines.join('\n') + (ended ? '\n' : '');
        let found = '';
        for await (const block of textBlocks('a.txt', chunksOf(Buffer.from(text), cuts))) {
          expect(block.firstLine).toBe(found.split('\n').length);
          found += block.text;
        }
        expect(found).toBe(text.replace(/^\uFEFF/, ''));
      }),
    );
  });
});
