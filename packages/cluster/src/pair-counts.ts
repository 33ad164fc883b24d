import type { VotePatterns } from '@labelwright/core';

/** How many records have two votes, or one: `a` and `label` twice where it is one. */
export interface PairCount {
  readonly a: number;
  readonly labelOfA: number;
  readonly b: number;
  readonly labelOfB: number;
  readonly records: number;
}

/** Counts of votes and of pairs of votes, kept for those that occur. */
export class PairCounts {
  readonly #labels: number;
  readonly #functions: number;
  readonly #counts = new Map<number, number>();

  constructor(labels: number, functions: number) {
    this.#labels = labels;
    this.#functions = functions;
  }

  /** Adds the votes of counted patterns, and the pairs among them. */
  addPatterns({ offsets, columns, votes, counts, size }: VotePatterns): void {
    for (let p = 0; p < size; p++) {
      for (let one = offsets[p]; one < offsets[p + 1]; one++) {
        for (let other = one; other < offsets[p + 1]; other++) {
          this.#add(columns[one], votes[one], columns[other], votes[other], counts[p]);
        }
      }
    }
  }

  add({ a, labelOfA, b, labelOfB, records }: PairCount): void {
    this.#add(a, labelOfA, b, labelOfB, records);
  }

  /** All counts above 0, by function, label, other function and its label. */
  list(): PairCount[] {
    const outcomes = this.#labels * this.#functions;
    return [...this.#counts]
      .sort(([one], [other]) => one - other)
      .map(([key, records]) => {
        const [first, second] = [Math.floor(key / outcomes), key % outcomes];
        return {
          a: Math.floor(first / this.#labels),
          labelOfA: first % this.#labels,
          b: Math.floor(second / this.#labels),
          labelOfB: second % this.#labels,
          records,
        };
      });
  }

  #add(a: number, labelOfA: number, b: number, labelOfB: number, records: number): void {
    const outcomes = this.#labels * this.#functions;
    const key = (a * this.#labels + labelOfA) * outcomes + b * this.#labels + labelOfB;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + records);
  }
}
