import { describe, expect, it } from 'vitest';
import { describedPredicate, descriptionOf, predicateDescription, spansOf } from '../src/index.ts';

describe('describedPredicate', () => {
  it('tests and says what it is', () => {
    const odd = describedPredicate((value: number) => value % 2 === 1, { kind: 'odd' });
    expect([odd(1), odd(2)]).toEqual([true, false]);
    expect(predicateDescription(odd)).toEqual({ kind: 'odd' });
    expect(spansOf(odd, 'text')).toEqual([]);
  });

  it('can show places', () => {
    const first = describedPredicate(
      (text: string) => text !== '',
      { kind: 'first' },
      () => [{ start: 0, end: 1 }],
    );
    expect(spansOf(first, 'ab')).toEqual([{ start: 0, end: 1 }]);
  });

  it('is not needed: a plain function is a predicate, too', () => {
    expect(predicateDescription(() => true)).toEqual({ kind: 'function' });
    expect(descriptionOf(() => 'ham')).toEqual({ kind: 'function' });
  });
});
