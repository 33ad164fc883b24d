import { afterEach, describe, expect, it, vi } from 'vitest';
import { packCounts, packFractions, packPositions } from '../../src/html/pack-numbers.ts';

afterEach(() => vi.unstubAllGlobals());

describe('packed numbers', () => {
  it.each([
    ['few', () => packCounts([0, 1, 255]), { type: 'u8', data: 'AAH/' }],
    ['more', () => packCounts([256, 1]), { type: 'u16', data: 'AAEBAA==' }],
    ['many', () => packCounts([65_536]), { type: 'u32', data: 'AAABAA==' }],
    ['below 0', () => packPositions([-1, 2]), { type: 'i16', data: '//8CAA==' }],
    ['with a fraction', () => packFractions([0.5]), { type: 'f32', data: 'AAAAPw==' }],
  ])('are the same in Node and in a browser: %s', (_, pack, packed) => {
    expect(pack()).toEqual(packed);
    vi.stubGlobal('Buffer', undefined);
    expect(pack()).toEqual(packed);
  });

  it('take more bytes than one call takes arguments', () => {
    const values = Uint32Array.from({ length: 100_000 }, (_, n) => n * 7919);
    const packed = packCounts(values);
    vi.stubGlobal('Buffer', undefined);
    expect(packCounts(values)).toEqual(packed);
  });
});
