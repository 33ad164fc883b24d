import { describe, expect, it } from 'vitest';
import { type PhoneticCode, soundsLike } from '../src/index.ts';

describe('soundsLike', () => {
  it.each<PhoneticCode>(['double-metaphone', 'metaphone', 'soundex'])('finds a homophone by %s', (by) => {
    const holds = soundsLike('Smith', { by });
    expect(holds('Mrs Smyth left')).toBe(true);
    expect(holds('Mrs Jones left')).toBe(false);
  });

  it('never holds for what cannot be said', () => {
    expect(soundsLike('aye')('1234 日本')).toBe(false);
  });

  it('shows where it holds', () => {
    expect(soundsLike('night').spans?.('good nite')).toEqual([{ start: 5, end: 9 }]);
  });

  it.each(['', '123', 'two words', undefined as never])('refuses %j', (word) => {
    expect(() => soundsLike(word)).toThrow(`soundsLike has '${word}'; expected one word that can be said`);
  });

  it('refuses an unknown code', () => {
    expect(() => soundsLike('a', { by: 'morse' as PhoneticCode })).toThrow("by is 'morse'; expected");
  });
});
