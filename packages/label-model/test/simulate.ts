import { LabelMatrix, seededRandom } from '@labelwright/core';

/** One simulated function: how often it votes, how often it is right, and the only label it votes, if one. */
export interface SimulatedFunction {
  readonly coverage: number;
  readonly accuracy: number;
  readonly only?: number;
}

/** Votes of independent functions on records whose labels are drawn from the balance. */
export function simulate(
  records: number,
  balance: readonly number[],
  functions: readonly SimulatedFunction[],
  seed = 1,
): { readonly votes: LabelMatrix; readonly gold: string[] } {
  const random = seededRandom(seed);
  const K = balance.length;
  const labels = balance.map((_, k) => `label${k}`);
  const gold = Array.from({ length: records }, () => draw(balance, random()));
  const cells = gold.flatMap((truth) =>
    functions.map(({ coverage, accuracy, only }) => {
      const voting = random() < coverage;
      const right = random() < accuracy;
      const other = (truth + 1 + Math.floor(random() * (K - 1))) % K;
      const vote = right ? truth : other;
      return voting && (only === undefined || only === vote) ? vote : -1;
    }),
  );
  return {
    votes: new LabelMatrix({
      labels,
      functions: functions.map((_, j) => `function${j}`),
      votes: K > 127 ? Int16Array.from(cells) : Int8Array.from(cells),
    }),
    gold: gold.map((k) => labels[k]),
  };
}

function draw(balance: readonly number[], place: number): number {
  let sum = 0;
  for (const [k, share] of balance.entries()) {
    sum += share;
    if (place < sum) return k;
  }
  return balance.length - 1;
}

/** The share of records whose most probable label is the true one; a tie counts in part. */
export function accuracyOf(
  labels: { readonly rows: number; leaders(row: number): string[] },
  gold: readonly string[],
): number {
  let right = 0;
  for (let i = 0; i < labels.rows; i++) {
    const leaders = labels.leaders(i);
    if (leaders.includes(gold[i])) right += 1 / leaders.length;
  }
  return right / labels.rows;
}
