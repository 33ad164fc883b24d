import { findPatterns, type LabelMatrix, LabelwrightError, labelPositions } from '@labelwright/core';
import { assertList } from './assert-given.ts';
import { normalizeBalance } from './class-balance.ts';
import { fromFile, settledFromFile } from './evidence-file.ts';
import { evidenceModel } from './evidence-model.ts';
import { scaleEvidence } from './evidence-table.ts';
import { expectedAccuracies } from './expected-accuracies.ts';
import { counted } from './fit-notes.ts';
import type { LabelModel } from './label-model.ts';
import { type Settled, settledTable } from './settled.ts';

/** The spread expected of the logarithm of the temperature: few known labels move it little. */
const SPREAD = 0.3;
/** How far the logarithm of the temperature may go, and how closely it is found. */
const FURTHEST = 2;
const CLOSE = 1e-4;
const SMALLEST_PROBABILITY = 1e-12;
const NOTE = 'Calibrated on ';

/**
 * Makes probabilities mean what they say, by records whose label is known: divides all log-odds by one number, the
 * temperature, under which the known labels are most probable (temperature scaling: Guo et al., 2017). Which label
 * leads stays the same; a temperature above 1 makes probabilities more cautious.
 *
 * The logarithm of the temperature is held within about 0.3 of 0, so twenty labels do no harm. The known records
 * must be drawn at random: those chosen for being hard would make every probability look too sure.
 *
 * @param gold - the known labels of the records, one per row, `undefined` where unknown
 * @returns the model with its `temperature` in `figures`
 * @throws LabelwrightError `invalid-option` for a model whose posterior is no sum of log-odds over the labels
 * (majority vote, EBCC), and where no covered record has a known label
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { labelModel } = await import('./auto.ts');
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['link'], Array.from({ length: 40 }, () => ['spam']));
 * const model = labelModel({ quality: 0.95 }).fit(votes);
 * const gold = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'spam' : 'ham'));
 * const before = model.predict(votes).probability(0, 'spam');
 * const calibrated = calibrate(votes, model, gold);
 * calibrated.predict(votes).probability(0, 'spam') < before; // => true
 * ```
 */
export function calibrate<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  model: LabelModel<L, F>,
  gold: readonly (NoInfer<L> | null | undefined)[],
): LabelModel<L, F> {
  assertList('gold', gold);
  const file = model.toJSON();
  if (file.evidence.unit !== 'log-odds' || file.evidence.labelOfState) {
    throw new LabelwrightError(
      'invalid-option',
      `the label model '${model.kind}' has no log-odds to calibrate; expected one whose posterior is their sum`,
    );
  }
  const { patterns, patternOf } = findPatterns(votes);
  const K = model.labels.length;
  const counts = countGold(votes, gold, patternOf, patterns.size);
  for (let p = 0; p < patterns.size; p++) if (patterns.isEmpty(p)) counts.fill(0, p * K, (p + 1) * K);
  const known = counts.reduce((sum, count) => sum + count, 0);
  if (known === 0) {
    throw new LabelwrightError(
      'invalid-option',
      'found no known label on a record with votes; expected at least 1',
    );
  }
  const temperature = findTemperature(model.predictPatterns(patterns), counts, K);
  const total = (file.figures.temperature ?? 1) * temperature;
  const settled = file.settled && settledFromFile(file.settled);
  const table = scaleEvidence(fromFile(file.evidence, model.functions.length, K), 1 / temperature);
  const parts = {
    ...file,
    labels: model.labels,
    functions: model.functions,
    table,
    settled: settled && heatSettled(settled, temperature),
    figures: { ...file.figures, temperature: total },
    notes: [
      ...file.notes.filter((note) => !note.startsWith(NOTE)),
      `${NOTE}${counted(known, 'known label')}: all log-odds are divided by ${total.toFixed(2)}.`,
    ],
  };
  const { prior } = settledTable(table, parts.settled);
  const posterior = evidenceModel({ ...parts, accuracies: [] }).predictPatterns(patterns);
  const accuracies = expectedAccuracies(patterns, posterior);
  const columnOf = model.functions.map((name) => patterns.functions.indexOf(name));
  return evidenceModel({
    ...parts,
    balance: normalizeBalance(prior.map(Math.exp)),
    accuracies: columnOf.map((column) => accuracies[column]),
  });
}

/** How many known labels of each kind there are on each pattern: `counts[pattern * K + label]`. */
function countGold<L extends string>(
  votes: LabelMatrix<L>,
  gold: readonly (L | null | undefined)[],
  patternOf: Uint32Array,
  size: number,
): Float64Array {
  if (gold.length !== votes.rows) {
    throw new LabelwrightError('mismatch', `found ${gold.length} known labels; expected ${votes.rows}`);
  }
  const K = votes.labels.length;
  const counts = new Float64Array(size * K);
  for (const [i, label] of labelPositions(votes.labels, gold).entries()) {
    if (label >= 0) counts[patternOf[i] * K + label]++;
  }
  return counts;
}

/** The temperature under which the known labels are most probable, its logarithm held close to 0. */
function findTemperature(probabilities: Float64Array, counts: Float64Array, K: number): number {
  const logs = probabilities.map((p) => Math.log(Math.max(p, SMALLEST_PROBABILITY)));
  const loss = (log: number) => lossAt(logs, counts, K, Math.exp(-log)) + (log / SPREAD) ** 2 / 2;
  // The loss has one minimum: narrow the range around it by thirds.
  let [low, high] = [-FURTHEST, FURTHEST];
  while (high - low > CLOSE) {
    const third = (high - low) / 3;
    if (loss(low + third) < loss(high - third)) high -= third;
    else low += third;
  }
  return Math.exp((low + high) / 2);
}

/** Minus the log-probability of the known labels where all log-odds are multiplied. */
function lossAt(logs: Float64Array, counts: Float64Array, K: number, factor: number): number {
  let loss = 0;
  for (let from = 0; from < counts.length; from += K) {
    let total = 0;
    let known = 0;
    for (let n = from; n < from + K; n++) {
      total += Math.exp(factor * logs[n]);
      known += counts[n];
      loss -= counts[n] * factor * logs[n];
    }
    loss += known * Math.log(total);
  }
  return loss;
}

function heatSettled(settled: Settled, temperature: number): Settled {
  const { correction, answered } = settled;
  const cool = (values: Float64Array) => values.map((value) => value / temperature);
  return {
    answered,
    temperature: (settled.temperature ?? 1) * temperature,
    correction: correction && { prior: cool(correction.prior), evidence: cool(correction.evidence) },
  };
}
