import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { findDependencies, majorityVote } from '../src/index.ts';
import { partialCorrelations } from '../src/moments.ts';
import { simulate } from './simulate.ts';

/** A function that votes as another on four records of five, and by chance on the others. */
function follow(votes: LabelMatrix, name: string, seed: number): (string | undefined)[] {
  const random = seededRandom(seed);
  return Array.from({ length: votes.rows }, (_, i) =>
    random() < 0.8 ? votes.vote(i, name) : votes.labels[Math.floor(2 * random())],
  );
}

describe('partialCorrelations', () => {
  it('names neighbours in a chain of copies, not its ends', () => {
    const { votes } = simulate(4000, [0.5, 0.5], new Array(8).fill({ coverage: 1, accuracy: 0.75 }));
    const second = LabelMatrix.join(
      votes,
      LabelMatrix.fromColumns<string, string>(votes.labels, { second: follow(votes, 'function0', 2) }),
    );
    const third = LabelMatrix.fromColumns<string, string>(votes.labels, {
      third: follow(second, 'second', 3),
    });
    const chain = LabelMatrix.join(second, third);
    const model = majorityVote().fit(votes);
    const truth = { ...model, predictPatterns: majorityVote().fit(chain).predictPatterns };
    const pairs = partialCorrelations(chain, truth, { least: 0.3 }).map(({ functions }) =>
      functions.join(' '),
    );
    expect(pairs.sort()).toEqual(['function0 second', 'second third']);
    const all = findDependencies(chain, truth, { excess: 0.15 }).map(({ functions }) => functions.join(' '));
    expect(all).toContain('function0 third');
  });

  it('finds nothing among independent functions', () => {
    const { votes } = simulate(3000, [0.5, 0.5], new Array(9).fill({ coverage: 1, accuracy: 0.8 }));
    expect(partialCorrelations(votes, majorityVote().fit(votes))).toEqual([]);
  });
});
