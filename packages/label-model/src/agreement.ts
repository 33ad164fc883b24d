import { LabelwrightError, oneOf, type VotePatterns } from '@labelwright/core';

/** How often two functions vote on the same record, and how often alike. */
export interface Agreement {
  /** The number of labeling functions. */
  readonly functions: number;
  /** Records on which both vote: `both[a * functions + b]`. */
  readonly both: Float64Array;
  /** Records on which both vote the same label: `alike[a * functions + b]`. */
  readonly alike: Float64Array;
}

/** Counts the pairs of votes on one record. */
export function countAgreement(patterns: VotePatterns): Agreement {
  const M = patterns.functions.length;
  const both = new Float64Array(M * M);
  const alike = new Float64Array(M * M);
  const { columns, votes, offsets, counts } = patterns;
  for (let p = 0; p < patterns.size; p++) {
    for (let a = offsets[p]; a < offsets[p + 1]; a++) {
      for (let b = a + 1; b < offsets[p + 1]; b++) {
        const pair = columns[a] * M + columns[b];
        both[pair] += counts[p];
        if (votes[a] === votes[b]) alike[pair] += counts[p];
      }
    }
  }
  for (let a = 0; a < M; a++) {
    for (let b = a + 1; b < M; b++) {
      both[b * M + a] = both[a * M + b];
      alike[b * M + a] = alike[a * M + b];
    }
  }
  return { functions: M, both, alike };
}

/** The columns of pairs of functions that are given by name. */
export function columnsOfPairs(
  functions: readonly string[],
  pairs: readonly (readonly [string, string])[],
): (readonly [number, number])[] {
  if (!Array.isArray(pairs)) {
    throw new LabelwrightError(
      'invalid-option',
      `found the dependencies ${JSON.stringify(pairs)}; expected pairs of labeling functions`,
    );
  }
  return pairs.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new LabelwrightError(
        'invalid-option',
        `found the dependency ${JSON.stringify(pair)}; expected a pair of labeling functions`,
      );
    }
    const columns = pair.map((name) => functions.indexOf(name));
    const unknown = columns.indexOf(-1);
    if (unknown < 0) return [columns[0], columns[1]] as const;
    throw new LabelwrightError(
      'invalid-option',
      `found a dependency of '${pair[unknown]}'; expected ${oneOf(functions)}`,
    );
  });
}

/** Pairs of functions that are known to depend on each other: `dependent[a * functions + b]` is 1. */
export function dependentPairs(
  functions: readonly string[],
  dependencies: readonly (readonly [string, string])[],
): Uint8Array {
  const M = functions.length;
  const dependent = new Uint8Array(M * M);
  for (const [a, b] of columnsOfPairs(functions, dependencies)) {
    dependent[a * M + b] = 1;
    dependent[b * M + a] = 1;
  }
  return dependent;
}
