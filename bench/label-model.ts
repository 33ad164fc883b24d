import { findPatterns, LabelMatrix, labelModel } from 'labelwright';
import { naiveEm } from './baselines.ts';
import { simulateVotes } from './simulate.ts';
import { median, secondsOf } from './times.ts';

/**
 * From votes to probabilities by the default label model, a million records × 20 functions: `tsx bench/label-model.ts`.
 *
 * Beside it what two rounds of EM over the records take in plain loops over typed arrays, without patterns.
 */
const RECORDS = 1_000_000;
const FUNCTIONS = 20;
const RUNS = 3;

line(['coverage', 'patterns', 'found s', 'fitted s', 'labelled s', 'together s', 'plain EM s']);
for (const coverage of [0.05, 0.1, 0.2, 0.4]) {
  const votes = simulateVotes(RECORDS, FUNCTIONS, 2, coverage);
  const runs = Array.from({ length: RUNS }, () => timesOf(new LabelMatrix(votes)));
  const { patterns, times } = runs.sort((a, b) => total(a.times) - total(b.times))[Math.floor(RUNS / 2)];
  const plain = median(Array.from({ length: RUNS }, () => secondsOf(() => naiveEm(votes, 2).length)[0]));
  line([
    `${100 * coverage} %`,
    patterns.toLocaleString('en'),
    ...[...times, total(times), plain].map((seconds) => seconds.toFixed(3)),
  ]);
}

function timesOf(votes: LabelMatrix): { readonly patterns: number; readonly times: readonly number[] } {
  const [found, { patterns }] = secondsOf(() => findPatterns(votes));
  const [fitted, model] = secondsOf(() => labelModel().fit(votes));
  const [labelled, labels] = secondsOf(() => model.predict(votes));
  if (labels.rows !== votes.rows) throw new Error(`labelled ${labels.rows} of ${votes.rows} records`);
  return { patterns: patterns.size, times: [found, fitted, labelled] };
}

function total(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + time, 0);
}

function line(cells: readonly string[]): void {
  console.log(cells.map((cell) => cell.padStart(12)).join(''));
}
