import { dawidSkene, type LabelMatrix, type LabelModel, labelModel, mapEm, triplets } from 'labelwright';
import { simulateVotes } from '../simulate.ts';

/**
 * What it costs to fit a label model to a random sample: `tsx bench/quality/sampled-fit.ts [records]`.
 *
 * 20 functions vote on 40 % of the records each, so that nearly every record has a pattern of its own. The labels of
 * the last records by a model of a sample are held against those by the model of all.
 */
const records = Number(process.argv[2] ?? 1_000_000);
const JUDGED = 50_000;
const estimators = [labelModel(), mapEm(), dawidSkene(), triplets()];

const votes = simulateVotes(records, 20, 2, 0.4);
const judged = votes.take(range(records - JUDGED, records));
console.log(`${records.toLocaleString('en')} records; mean difference of probabilities, labels that differ`);
console.log(['sample', ...estimators.map(({ name }) => name)].map((name) => name.padStart(20)).join(''));
const whole = estimators.map((estimator) => estimator.fit(votes));
for (let size = records / 4; size >= 1000; size = Math.floor(size / 4)) {
  // The records are independent draws: the first ones are a random sample.
  const sample = votes.take(range(0, size));
  const cells = estimators.map((estimator, n) => difference(estimator.fit(sample), whole[n], judged));
  console.log([size.toLocaleString('en'), ...cells].map((cell) => cell.padStart(20)).join(''));
}

function difference(one: LabelModel, other: LabelModel, on: LabelMatrix): string {
  const [a, b] = [one.predict(on), other.predict(on)];
  let [apart, changed] = [0, 0];
  for (let row = 0; row < on.rows; row++) {
    apart += Math.abs(a.distribution(row)[0] - b.distribution(row)[0]) / on.rows;
    if (a.top(row) !== b.top(row)) changed += 1 / on.rows;
  }
  return `${apart.toFixed(5)}  ${(100 * changed).toFixed(2)} %`;
}

function range(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, n) => from + n);
}
