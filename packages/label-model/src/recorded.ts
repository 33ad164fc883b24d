import type { VotePatterns } from '@labelwright/core';
import { assertFitted, assertOptions } from './assert-given.ts';
import { toFitVotes } from './fit-votes.ts';
import type { Estimator } from './label-model.ts';
import type { FittedFile } from './model-file.ts';

/** The estimator, which refuses what is no votes and whose models tell in their file what they were fitted with. */
export function recorded(options: object, estimator: Estimator): Estimator {
  assertOptions(options);
  return {
    name: estimator.name,
    fit: (votes, fitOptions) => {
      assertFitted(votes, fitOptions);
      const model = estimator.fit(votes, fitOptions);
      const known = fitOptions?.gold?.reduce((sum, label) => sum + (label ? 1 : 0), 0);
      let fitted: FittedFile | undefined;
      return {
        ...model,
        toJSON: () => {
          fitted ??= fittedWith(options, votes, known);
          return { ...model.toJSON(), fitted };
        },
      };
    },
  };
}

function fittedWith(
  options: object,
  votes: Parameters<Estimator['fit']>[0],
  known: number | undefined,
): FittedFile {
  const { patterns } = toFitVotes(votes);
  return {
    options: JSON.parse(JSON.stringify(options)),
    records: patterns.records,
    votes: hashPatterns(patterns),
    ...(known !== undefined && { known }),
  };
}

/** 64 bits made of the counted patterns and the names (murmur3's mixing steps): another for other votes. */
function hashPatterns({ labels, functions, columns, votes, levels, offsets, counts }: VotePatterns): string {
  let low = 0x9747b28c;
  let high = 0x3c6ef372;
  const add = (value: number) => {
    low = mix(low, value);
    high = mix(high, value ^ 0x5bd1e995);
  };
  for (const char of JSON.stringify([labels, functions])) add(char.codePointAt(0) ?? 0);
  for (let p = 0; p < counts.length; p++) {
    add(counts[p]);
    if (!Number.isInteger(counts[p])) add((counts[p] % 1) * 2 ** 32);
    for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
      add((columns[cell] << 16) ^ votes[cell] ^ (levels ? levels[cell] << 8 : 0));
    }
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

function mix(hash: number, value: number): number {
  let word = Math.imul(value, 0xcc9e2d51);
  word = (word << 15) | (word >>> 17);
  const mixed = hash ^ Math.imul(word, 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
