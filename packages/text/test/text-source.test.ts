import { describe, expect, it } from 'vitest';
import { mentions, ngrams, similar, soundsLike, stem, stems, tokens } from '../src/index.ts';

describe('what reads a text', () => {
  const readers: [string, (text: never) => unknown][] = [
    ['mentions', mentions('song')],
    ['similar', similar('song')],
    ['soundsLike', soundsLike('song')],
    ['tokens', tokens],
    ['stem', stem],
    ['stems', stems],
    ['ngrams', (text) => ngrams(text, 2)],
  ];

  it.each(readers)('%s names what it got instead', (_, read) => {
    for (const [value, found] of [
      [5, 'a value of type number'],
      [undefined, 'a value of type undefined'],
      [null, 'null'],
    ])
      expect(() => read(value as never)).toThrow(
        expect.objectContaining({ code: 'function-failed', message: `found ${found}; expected a text` }),
      );
  });
});
