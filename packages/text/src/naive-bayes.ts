import { LabelwrightError } from '@labelwright/core';
import type { Feature } from '@labelwright/labeling';
import { openClassifiers } from './natural.ts';
import type { Language } from './stem.ts';
import { stems } from './stems.ts';
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

interface Counts {
  readonly position: ReadonlyMap<string, number>;
  /** How often each word position was seen with a label, smoothed. */
  readonly seen: readonly Readonly<Record<number, number>>[];
  readonly totals: readonly number[];
  readonly smoothing: number;
}

/**
 * Learns from a few texts of each label, and gives the probability of each label for the text of a record.
 *
 * `natural` counts the words; the scores are summed as logarithms here, since its own product of probabilities
 * underflows on a long text. A text without one word of the examples gets no probabilities at all.
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
  const labels = Object.keys(examples) as L[];
  assertExamples(examples, smoothing, language);
  const text = textOf(source);
  let counts: Counts | undefined;
  return (record) => {
    counts ??= learn(labels, examples, { language, smoothing });
    const known = knownWords(stems(text(record), { language }), counts.position);
    if (known.length === 0) return {} as LabelProbabilities<L>;
    const shares = toShares(logScores(known, counts));
    return Object.fromEntries(labels.map((label, k) => [label, shares[k]])) as Record<L, number>;
  };
}

function assertExamples(examples: TextExamples<string>, smoothing: number, language: Language): void {
  const labels = Object.keys(examples);
  if (labels.length === 0) {
    throw new LabelwrightError('invalid-definition', 'found no examples; expected at least one label');
  }
  if (!(smoothing > 0 && Number.isFinite(smoothing))) {
    throw new LabelwrightError('invalid-option', `smoothing is ${smoothing}; expected a number above 0`);
  }
  for (const label of labels) {
    if (examples[label].some((text) => stems(text, { language }).length > 0)) continue;
    throw new LabelwrightError(
      'invalid-definition',
      `label '${label}' has no example with a word; expected one`,
    );
  }
}

/** Labels go in by position: `natural` trims their names, and stumbles over names such as `constructor`. */
function learn(
  labels: readonly string[],
  examples: TextExamples<string>,
  options: { readonly language: Language; readonly smoothing: number },
): Counts {
  const bayes = new (openClassifiers().BayesClassifier)(undefined, options.smoothing);
  for (const [k, label] of labels.entries()) {
    for (const text of examples[label]) bayes.addDocument(stems(text, options), String(k));
  }
  bayes.train();
  return {
    position: new Map(Object.keys(bayes.features).map((word, position) => [word, position])),
    seen: labels.map((_, k) => bayes.classifier.classFeatures[k]),
    totals: labels.map((_, k) => bayes.classifier.classTotals[k]),
    smoothing: options.smoothing,
  };
}

function knownWords(words: readonly string[], position: ReadonlyMap<string, number>): number[] {
  return [...new Set(words)].flatMap((word) => position.get(word) ?? []);
}

/** The logarithm of prior times likelihood of each label, up to a constant, as `natural` defines them. */
function logScores(words: readonly number[], { seen, totals, smoothing }: Counts): number[] {
  return totals.map((total, k) =>
    words.reduce((sum, word) => sum + Math.log((seen[k][word] ?? smoothing) / total), Math.log(total)),
  );
}

function toShares(scores: readonly number[]): number[] {
  // Shift by the maximum: products of many small likelihoods underflow.
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
