import { LabelwrightError } from '@labelwright/core';
import type { Feature } from '@labelwright/labeling';
import { openClassifiers } from './natural.ts';
import type { Language } from './stem.ts';
import { sharedStems, stems } from './stems.ts';
import { textOf, type WithText } from './text-source.ts';

/** How the classifier learns. */
export interface NaiveBayesOptions {
  /** Whose stems. Default `'en'`. */
  readonly language?: Language | undefined;
  /** What a word never seen with a label counts, in examples. Default 1. */
  readonly smoothing?: number | undefined;
}

/** A few texts of each label to learn from. */
export type TextExamples<L extends string> = Readonly<Record<L, readonly string[]>>;

/** A probability for each label that sum to 1; empty for a text with nothing to go by. */
export type LabelProbabilities<L extends string> = Readonly<Partial<Record<L, number>>>;

interface Weights {
  readonly position: ReadonlyMap<string, number>;
  /** The logarithm of each label's share of the examples, smoothed. */
  readonly prior: readonly number[];
  /** The logarithm of each word's likelihood: `likelihood[position * labels + label]`. */
  readonly likelihood: Float64Array;
}

/**
 * Learns from a few texts of each label, and gives the probability of each label for the text of a record.
 *
 * `natural` counts the words; the scores are summed as logarithms here, since its own product of probabilities
 * underflows on a long text. A text without one word of the examples, or a record without the text, gets no
 * probabilities at all.
 *
 * @example
 * ```ts import.meta.vitest
 * const topic = naiveBayes('text', { pet: ['a small dog', 'a tame cat'], food: ['bread and soup'] });
 * const { pet = 0 } = topic({ text: 'two dogs' });
 * pet > 0.5; // => true
 * topic({ text: 'xyz' }); // => {}
 * ```
 */
export function naiveBayes<K extends string, L extends string>(
  field: K,
  examples: TextExamples<L>,
  options?: NaiveBayesOptions,
): Feature<WithText<K>, LabelProbabilities<L>>;
export function naiveBayes<R, L extends string>(
  feature: Feature<R, string>,
  examples: TextExamples<L>,
  options?: NaiveBayesOptions,
): Feature<R, LabelProbabilities<L>>;
export function naiveBayes<R, L extends string>(
  source: string | Feature<R, string>,
  examples: TextExamples<L>,
  options: NaiveBayesOptions = {},
): Feature<R, LabelProbabilities<L>> {
  const { language = 'en', smoothing = 1 } = options;
  assertExamples(examples, smoothing, language);
  const labels = Object.keys(examples) as L[];
  const text = textOf(source);
  let weights: Weights | undefined;
  return (record) => {
    weights ??= learn(labels, examples, { language, smoothing });
    const known = knownWords(sharedStems(text(record) ?? '', language), weights.position);
    if (known.size === 0) return {} as LabelProbabilities<L>;
    const shares = toShares(logScores(known, weights));
    return Object.fromEntries(labels.map((label, k) => [label, shares[k]])) as Record<L, number>;
  };
}

function assertExamples(examples: TextExamples<string>, smoothing: number, language: Language): void {
  const labels = Object.keys(examples ?? {});
  if (labels.length === 0) {
    throw new LabelwrightError('invalid-definition', 'found no examples; expected at least one label');
  }
  if (!(smoothing > 0 && Number.isFinite(smoothing))) {
    throw new LabelwrightError('invalid-option', `smoothing is ${smoothing}; expected a number above 0`);
  }
  for (const label of labels) {
    assertTexts(label, examples[label]);
    if (examples[label].some((text) => stems(text, { language }).length > 0)) continue;
    throw new LabelwrightError(
      'invalid-definition',
      `label '${label}' has no example with a word; expected one`,
    );
  }
}

function assertTexts(label: string, texts: unknown): void {
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return;
  throw new LabelwrightError(
    'invalid-definition',
    `the examples of label '${label}' are not all texts; expected a list of texts`,
  );
}

/** Labels go in by position: `natural` trims their names, and stumbles over names such as `constructor`. */
function learn(
  labels: readonly string[],
  examples: TextExamples<string>,
  options: { readonly language: Language; readonly smoothing: number },
): Weights {
  const bayes = new (openClassifiers().BayesClassifier)(undefined, options.smoothing);
  for (const [k, label] of labels.entries()) {
    for (const text of examples[label]) bayes.addDocument(stems(text, options), String(k));
  }
  bayes.train();
  const { classFeatures, classTotals } = bayes.classifier;
  const words = Object.keys(bayes.features);
  const likelihood = new Float64Array(words.length * labels.length);
  for (let word = 0; word < words.length; word++) {
    for (let k = 0; k < labels.length; k++) {
      const seen = classFeatures[k][word] ?? options.smoothing;
      likelihood[word * labels.length + k] = Math.log(seen / classTotals[k]);
    }
  }
  const position = new Map(words.map((word, n) => [word, n]));
  return { position, prior: labels.map((_, k) => Math.log(classTotals[k])), likelihood };
}

function knownWords(words: readonly string[], position: ReadonlyMap<string, number>): Set<number> {
  const known = new Set<number>();
  for (const word of words) {
    const found = position.get(word);
    if (found !== undefined) known.add(found);
  }
  return known;
}

/** The logarithm of prior times likelihood of each label, up to a constant, as `natural` defines them. */
function logScores(words: ReadonlySet<number>, { prior, likelihood }: Weights): number[] {
  const scores = [...prior];
  const K = scores.length;
  for (const word of words) for (let k = 0; k < K; k++) scores[k] += likelihood[word * K + k];
  return scores;
}

function toShares(scores: readonly number[]): number[] {
  // Shift by the maximum: products of many small likelihoods underflow.
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
