import type { Outcomes } from './outcomes.ts';
import type { VoteMeetings } from './vote-meetings.ts';

/** What is assumed of votes that were never seen beside another for their label. */
const USUAL_REPETITION = 0.3;
/** So many records on which two outcomes could meet are believed half. */
const FEW = 10;

/** How far votes of functions repeat each other. */
export interface VoteRepetition {
  /**
   * How much of each outcome's votes is said already where another function votes the same label: 0 for independent
   * functions, 1 for copies and for functions of which one votes only where the other does.
   */
  readonly ofOutcome: Float64Array;
  /** The same of all votes that meet another for their label. */
  readonly all: number;
}

/**
 * Measures how much more often functions vote alike on a record than functions would that err independently.
 *
 * @param coverage - the share of the covered records on which each outcome is voted
 * @param records - the number of covered records
 * @param precision - how often votes are right
 */
export function measureRepetition(
  { alike: counts, byLabel }: VoteMeetings,
  outcomes: Outcomes,
  coverage: Float64Array,
  records: number,
  precision: number,
  balance: Float64Array,
): VoteRepetition {
  const { size, labelOf } = outcomes;
  const repeated = new Float64Array(size);
  const alike = new Float64Array(size);
  for (let a = 0; a < size; a++) {
    const share = balance[labelOf[a]];
    const meet = precision ** 2 / share + (share < 1 ? (1 - precision) ** 2 / (1 - share) : 0);
    for (const [place, count] of counts[a]?.entries() ?? []) {
      if (count === 0) continue;
      const b = byLabel[labelOf[a]][place];
      const possible = records * Math.min(coverage[a], coverage[b]);
      const expected = Math.min(possible, records * coverage[a] * coverage[b] * meet);
      const excess = (count - expected + FEW * USUAL_REPETITION) / (possible - expected + FEW);
      const part = count * Math.min(1, Math.max(0, excess));
      repeated[a] += part;
      repeated[b] += part;
      alike[a] += count;
      alike[b] += count;
    }
  }
  const mean = (sum: number, weight: number) => (sum + USUAL_REPETITION) / (weight + 1);
  return {
    ofOutcome: repeated.map((sum, o) => mean(sum, alike[o])),
    all: mean(total(repeated) / 2, total(alike) / 2),
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
