import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseGreedily } from '../src/choose-greedily.ts';

type Item = readonly number[];

/** A way to take numbers that are left. */
function leftOf(items: readonly Item[]) {
  const left = new Set(items.flat());
  return {
    worth: (item: Item) => new Set(item.filter((n) => left.has(n))).size,
    take: (item: Item) => {
      for (const n of item) left.delete(n);
    },
  };
}

/** The same without bounds: every worth is found anew. */
function chooseSlowly(items: readonly Item[], most: number): Item[] {
  const { worth, take } = leftOf(items);
  const chosen: Item[] = [];
  const rest = [...items];
  while (chosen.length < most && rest.some((item) => worth(item) > 0)) {
    const best = rest.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    rest.splice(rest.indexOf(best), 1);
    take(best);
    chosen.push(best);
  }
  return chosen;
}

describe('chooseGreedily', () => {
  it('chooses what finding every worth anew would choose', () => {
    const items = fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 6 }), (given, most) => {
        expect(chooseGreedily(given, { ...leftOf(given), most })).toEqual(chooseSlowly(given, most));
      }),
    );
  });
});
