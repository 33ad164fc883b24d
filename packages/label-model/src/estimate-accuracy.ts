import {
  findPatterns,
  type IndexedPatterns,
  type LabelMatrix,
  LabelwrightError,
  type ProbabilisticLabels,
} from '@labelwright/core';
import { type Answer, countAnswers } from './answers.ts';
import type { LabelModel } from './label-model.ts';
import { settle } from './settle.ts';
import { normalQuantile } from './special-functions.ts';

/** How many of the labels are right, as far as the answers tell. */
export interface AccuracyEstimate {
  /** Of the records with votes. */
  readonly accuracy: number;
  readonly interval: readonly [number, number];
  /** What the probabilities of the labels claim. */
  readonly claimed: number;
  /** How many answers it rests on: those on records without votes tell nothing. */
  readonly answers: number;
  /** The share of the records with votes that no answer speaks for: there it takes the labels' word. */
  readonly unmeasured: number;
}

const FOLDS = 10;

/** How sure the interval is. */
export interface EstimateAccuracyOptions {
  /** Default .95. */
  readonly level?: number | undefined;
}

/** Of intervals that are surer, the normal distribution says too little. */
const SUREST = 0.9999;

/**
 * Estimates how many labels are right from answers of which some were asked for and some drawn at random.
 *
 * Each combination of votes that was asked for is a stratum of its own, weighted by its records; all other records
 * with votes are one more, for which only answers with `random: true` speak. What the labels claim counts as one
 * answer in each. A tie counts in part.
 *
 * @param judged - labels that were made without these answers; or a model, whose labels after `settle` are judged:
 * each answer then judges labels that the model gives when settled with the other answers
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { majorityVote } = await import('./majority-vote.ts');
 * const votes = LabelMatrix.fromRows(['no', 'yes'], ['f'], Array.from({ length: 100 }, () => ['yes']));
 * const labels = majorityVote().fit(votes).predict(votes);
 * const answers = Array.from({ length: 9 }, (_, row) => ({ row, label: row < 6 ? 'yes' : 'no', random: true }) as const);
 * const { accuracy, claimed } = estimateAccuracy(votes, labels, answers);
 * accuracy; // => 0.7
 * claimed; // => 1
 * ```
 */
export function estimateAccuracy<L extends string>(
  votes: LabelMatrix<L>,
  judged: ProbabilisticLabels<L> | LabelModel<L, string>,
  answers: readonly Answer<NoInfer<L>>[],
  { level = 0.95 }: EstimateAccuracyOptions = {},
): AccuracyEstimate {
  if (!(level > 0 && level <= SUREST)) {
    throw new LabelwrightError(
      'invalid-option',
      `the level is ${level}; expected above 0 and up to ${SUREST}`,
    );
  }
  const { patterns, patternOf } = findPatterns<string, string>(votes);
  // Refuses answers on other records or with other labels.
  countAnswers(patterns, patternOf, answers);
  const labels = 'predict' in judged ? settle<L, string>(votes, judged, answers).predict(votes) : judged;
  if (labels.rows !== votes.rows) {
    throw new LabelwrightError('mismatch', `found labels of ${labels.rows} records; expected ${votes.rows}`);
  }
  const hits =
    'predict' in judged
      ? hitsOfOthers(votes, judged, answers, patternOf)
      : answers.map((answer) => hitOf(labels, answer));
  const strata = stratify({ patterns, patternOf }, labels, answers, hits);
  const records = strata.reduce((sum, stratum) => sum + stratum.records, 0);
  if (records === 0)
    throw new LabelwrightError('invalid-matrix', 'found no record with votes; expected some');
  let [accuracy, careful, variance, claimed, unmeasured] = [0, 0, 0, 0, 0];
  for (const stratum of strata) {
    const weight = stratum.records / records;
    const claim = stratum.claimed / stratum.records;
    const mean = (claim + stratum.right) / (1 + stratum.answers);
    // Half an answer for right and half for wrong: all right so far is not right for sure.
    const shrunk = (mean * (1 + stratum.answers) + 0.5) / (2 + stratum.answers);
    accuracy += weight * mean;
    careful += weight * shrunk;
    variance += (weight ** 2 * shrunk * (1 - shrunk)) / (3 + stratum.answers);
    claimed += weight * claim;
    if (stratum.answers === 0) unmeasured += weight;
  }
  const certainty = (careful * (1 - careful)) / variance;
  const interval = wilsonInterval(accuracy, certainty, normalQuantile((1 + level) / 2));
  const used = strata.reduce((sum, stratum) => sum + stratum.answers, 0);
  return { accuracy, interval, claimed, answers: used, unmeasured };
}

/**
 * How far each answer agrees with the labels of the model settled with the other answers, in ten parts, which do not
 * depend on the order of the answers.
 */
function hitsOfOthers<L extends string>(
  votes: LabelMatrix<L>,
  model: LabelModel<L, string>,
  answers: readonly Answer<L>[],
  patternOf: Uint32Array,
): number[] {
  const hits: number[] = new Array(answers.length).fill(0);
  const order = [...answers.keys()].sort(
    (a, b) =>
      patternOf[answers[a].row] - patternOf[answers[b].row] ||
      votes.labels.indexOf(answers[a].label) - votes.labels.indexOf(answers[b].label) ||
      Number(answers[a].random ?? false) - Number(answers[b].random ?? false),
  );
  for (let fold = 0; fold < Math.min(FOLDS, answers.length); fold++) {
    const own = order.filter((_, place) => place % FOLDS === fold);
    const others = order.filter((_, place) => place % FOLDS !== fold).map((n) => answers[n]);
    const labels = settle<L, string>(votes, model, others).predict(votes);
    for (const n of own) hits[n] = hitOf(labels, answers[n]);
  }
  return hits;
}

function hitOf(labels: ProbabilisticLabels, { row, label }: Answer): number {
  const leaders = labels.leaders(row);
  return leaders.includes(label) ? 1 / leaders.length : 0;
}

/** Records whose labels are judged by the same answers. */
interface Stratum {
  records: number;
  /** The sum of what the labels claim. */
  claimed: number;
  answers: number;
  right: number;
}

function stratify(
  { patterns, patternOf }: IndexedPatterns,
  labels: ProbabilisticLabels,
  answers: readonly Answer[],
  hits: readonly number[],
): Stratum[] {
  const asked = new Set(answers.filter(({ random }) => !random).map(({ row }) => patternOf[row]));
  const strata = new Map<number, Stratum>();
  const stratumOf = (row: number): Stratum => {
    const key = asked.has(patternOf[row]) ? patternOf[row] : -1;
    const known = strata.get(key) ?? { records: 0, claimed: 0, answers: 0, right: 0 };
    strata.set(key, known);
    return known;
  };
  for (let i = 0; i < patternOf.length; i++) {
    if (patterns.isEmpty(patternOf[i])) continue;
    const stratum = stratumOf(i);
    stratum.records++;
    stratum.claimed += Math.max(...labels.distribution(i));
  }
  for (const [n, { row }] of answers.entries()) {
    if (patterns.isEmpty(patternOf[row])) continue;
    const stratum = stratumOf(row);
    stratum.answers++;
    stratum.right += hits[n];
  }
  return [...strata.values()];
}

/** Wilson's interval of a share that is as certain as from so many answers. */
function wilsonInterval(share: number, answers: number, deviations: number): [number, number] {
  if (!Number.isFinite(answers)) return [share, share];
  const spread = deviations ** 2 / answers;
  const center = (share + spread / 2) / (1 + spread);
  const half = Math.sqrt(share * (1 - share) * spread + (spread / 2) ** 2) / (1 + spread);
  return [Math.max(0, center - half), Math.min(1, center + half)];
}
