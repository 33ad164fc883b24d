import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cut, cutApart } from '../src/cut-text.ts';

describe('cut', () => {
  it('leaves a text alone that fits', () => {
    expect(cut('abcd', 4)).toBe('abcd');
  });

  it('cuts the end off, between characters as people see them', () => {
    expect(cut('abcde', 4)).toBe('abc…');
    expect(cut('広告の言葉', 6)).toBe('広告…');
  });
});

describe('cutApart', () => {
  it('leaves texts alone that fit, and cuts the end of those that stay different', () => {
    expect(cutApart(['a', 'spam_keywords', 'ham_keywords'], 8)).toEqual(['a', 'spam_ke…', 'ham_key…']);
  });

  it('cuts what texts have in common where their ends tell them apart', () => {
    expect(cutApart(['keyword_rule_12', 'keyword_rule_13'], 9)).toEqual(['ke…e_12', 'ke…e_13']);
  });

  it('goes on where parts of a group have still more in common', () => {
    const texts = ['rule_a_very_long_1', 'rule_a_very_long_2', 'rule_b_very_long_1', 'rule_b_very_long_2'];
    const shown = cutApart(texts, 9);
    expect(shown.slice(0, 2)).toEqual(['ru…ng_1', 'ru…ng_2']);
  });

  it('shows equal texts alike', () => {
    expect(cutApart(['abcdefgh', 'abcdefgh'], 5)).toEqual(['abcd…', 'abcd…']);
  });

  it('never takes more than the width', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '_', '字'), maxLength: 30 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 8, max: 20 }), (texts, width) => {
        for (const shown of cutApart(texts, width)) expect(stringWidth(shown)).toBeLessThanOrEqual(width);
      }),
      { seed: 1 },
    );
  });
});
