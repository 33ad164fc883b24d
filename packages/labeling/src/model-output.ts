import { LabelwrightError } from '@labelwright/core';
import { assertFunction, kindOf } from './assert-function.ts';
import { type CallOptions, setCallOptions } from './call-options.ts';
import { predicateDescription } from './described-predicate.ts';
import { assertNow } from './is-promise.ts';
import type {
  Ballot,
  BatchLabelingFunction,
  ConfidentVote,
  Feature,
  Predicate,
} from './labeling-function.ts';
import {
  type AsyncRule,
  type BatchRule,
  createAsyncRule,
  createBatchRule,
  createRule,
  type Rule,
} from './rule.ts';

/** What a model may say: a score, a probability for each label, a label with its confidence, or nothing. */
export type Prediction<L extends string> =
  | number
  | Readonly<Partial<Record<L, number>>>
  | ConfidentVote<L>
  | undefined;

/** For each label, the scores that make the function vote it; the first label that fits wins for a plain score. */
export type VotesByScore<L extends string> = { readonly [K in L]?: Predicate<number> };

/** When the most probable label is voted. */
export interface VoteThresholds {
  /** The least probability of the label, 0 to 1. Default 0. */
  readonly threshold?: number | undefined;
  /** The least lead over the next probable label, 0 to 1. Default 0. */
  readonly margin?: number | undefined;
}

/** How a prediction becomes a vote. */
export type ModelVotes<L extends string> = VotesByScore<L> | VoteThresholds;

/**
 * Makes a labeling function of a model's output.
 *
 * A probability goes along as the confidence of the vote; a plain score does not.
 *
 * @param predict - the model: a feature that gives a {@link Prediction}
 * @param votes - tests of the score per label, or a threshold and a margin for the most probable label
 *
 * @example
 * ```ts import.meta.vitest
 * const { above } = await import('./compare.ts');
 * const upbeat = modelOutput((text: string) => text.split('!').length - 1, { ham: above(1) });
 * upbeat('great!!'); // => 'ham'
 * const topic = modelOutput(() => ({ ham: 0.7, spam: 0.3 }), { threshold: 0.6, margin: 0.2 });
 * topic(''); // => { label: 'ham', confidence: 0.7 }
 * ```
 */
export function modelOutput<R, L extends string>(
  predict: Feature<R, Prediction<L>>,
  votes: ModelVotes<L>,
): Rule<R, L> {
  assertFunction(predict, 'modelOutput', 'a model');
  const choose = chooser<L>(votes);
  return createRule<R, L>({ vote: (record) => choose(predict(record)), rule: describe(votes) });
}

/** Like {@link modelOutput}, for a model that answers with a promise. */
export function asyncModelOutput<R, L extends string>(
  predict: (record: R, signal: AbortSignal) => Promise<Prediction<L>>,
  votes: ModelVotes<L>,
  options: CallOptions = {},
): AsyncRule<R, L> {
  assertFunction(predict, 'asyncModelOutput', 'a model');
  const choose = chooser<L>(votes);
  return createAsyncRule<R, L>({
    vote: async (record, signal) => choose(await predict(record, signal)),
    rule: describe(votes),
    calls: options,
  });
}

/** A model that takes many records at once; one prediction per record, in their order. */
export type BatchPredictor<R, L extends string> = (
  records: readonly R[],
  signal: AbortSignal,
) => readonly Prediction<L>[] | Promise<readonly Prediction<L>[]>;

/** How many records a model gets at once. */
export interface BatchOptions extends CallOptions {
  /** The most records in a call, 1 or more. Default 64. */
  readonly size?: number | undefined;
}

/** Like {@link modelOutput}, for a model that takes many records at once. */
export function batchModelOutput<R, L extends string>(
  predictMany: BatchPredictor<R, L>,
  votes: ModelVotes<L>,
  options: BatchOptions = {},
): BatchRule<R, L> {
  assertFunction(predictMany, 'batchModelOutput', 'a model');
  const choose = chooser<L>(votes);
  const vote = batchFunction<R, L>(async (records, signal) => {
    const predictions = await predictMany(records, signal);
    assertOnePerRecord(predictions, records.length);
    return predictions.map((prediction) => orError(() => choose(prediction)));
  }, options);
  return createBatchRule<R, L>({ vote, rule: describe(votes), calls: options });
}

/** Makes a labeling function that votes on many records at once. */
export function batchFunction<R, L extends string>(
  many: BatchLabelingFunction<R, L>['many'],
  options: BatchOptions = {},
): BatchLabelingFunction<R, L> {
  const { size = 64 } = options;
  assertFunction(many, 'batchFunction', 'a function of many records');
  if (!Number.isInteger(size) || size < 1) {
    throw new LabelwrightError(
      'invalid-definition',
      `the size of a batch is ${size}; expected a whole number from 1`,
    );
  }
  const one = async (record: R): Promise<Ballot<L>> => {
    const [ballot] = await many([record], new AbortController().signal);
    if (ballot instanceof Error) throw ballot;
    return ballot;
  };
  return setCallOptions(Object.assign(one, { many, size }), options);
}

/** Refuses the answer of a batch function that does not fit its records. */
export function assertOnePerRecord(answers: unknown, expected: number): void {
  if (Array.isArray(answers) && answers.length === expected) return;
  const found = Array.isArray(answers) ? `${answers.length} answers` : `no list (${typeof answers})`;
  throw new LabelwrightError(
    'function-failed',
    `a batch of ${expected} records got ${found}; expected one answer for each`,
  );
}

/** One record that has no good prediction leaves the others of its batch alone. */
function orError<T>(vote: () => T): T | Error {
  try {
    return vote();
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

function chooser<L extends string>(votes: ModelVotes<L>): (prediction: Prediction<L>) => Ballot<L> {
  assertVotes(votes);
  const tests = testsIn(votes);
  const { threshold = 0, margin = 0 } = tests.length > 0 ? {} : (votes as VoteThresholds);
  assertShare('threshold', threshold);
  assertShare('margin', margin);
  return (prediction) => {
    if (prediction === undefined || prediction === null) return undefined;
    assertNow(prediction, 'a prediction');
    if (typeof prediction === 'number') {
      assertPredicted('the score', prediction);
      if (tests.length === 0) throw new LabelwrightError('function-failed', scored(prediction));
      return tests.find(([, test]) => test(prediction))?.[0];
    }
    const probabilities = probabilitiesOf(prediction);
    if (tests.length === 0) return leader(probabilities, threshold, margin);
    const fitting = tests.flatMap(([label, test]): [L, number][] => {
      const probability = probabilities.get(label);
      return probability !== undefined && test(probability) ? [[label, probability]] : [];
    });
    return leader(new Map(fitting), 0, 0);
  };
}

function testsIn<L extends string>(votes: ModelVotes<L>): [L, Predicate<number>][] {
  return Object.entries(votes).filter(
    (entry): entry is [L, Predicate<number>] => typeof entry[1] === 'function',
  );
}

/** Refuses what is neither a test of a label nor, where there are none, a threshold or a margin. */
function assertVotes(votes: ModelVotes<string>): void {
  if (typeof votes !== 'object' || votes === null) refuseVotes(kindOf(votes));
  const tested = testsIn(votes).length > 0;
  for (const [name, value] of Object.entries(votes)) {
    if (typeof value === 'function' || value === undefined) continue;
    if (!tested && (name === 'threshold' || name === 'margin')) continue;
    refuseVotes(name);
  }
}

function refuseVotes(found: string): never {
  throw new LabelwrightError(
    'invalid-definition',
    `found ${found} in the votes of a model output; expected a test for each label, or threshold and margin`,
  );
}

function scored(score: number): string {
  return `the model gave the score ${score}; expected a probability for each label, for its votes have no test of a score`;
}

function probabilitiesOf<L extends string>(
  prediction: Readonly<Partial<Record<L, number>>> | ConfidentVote<L>,
): Map<L, number> {
  if (typeof prediction !== 'object') {
    throw new LabelwrightError(
      'function-failed',
      `found a prediction of type ${typeof prediction}; expected a number or a probability for each label`,
    );
  }
  const { label, confidence } = prediction as Partial<ConfidentVote<L>>;
  const given =
    typeof label === 'string' && typeof confidence === 'number'
      ? new Map([[label, confidence]])
      : new Map(Object.entries(prediction).filter(([, share]) => share !== undefined) as [L, number][]);
  for (const [name, probability] of given) {
    assertPredicted(`the probability of ${name}`, probability);
    if (probability >= 0) continue;
    throw new LabelwrightError(
      'function-failed',
      `the probability of ${name} is ${probability}; expected 0 to 1`,
    );
  }
  return given;
}

/** A model that answers with no number is broken; to abstain it says `undefined`. */
function assertPredicted(what: string, found: unknown): void {
  if (typeof found === 'number' && !Number.isNaN(found)) return;
  throw new LabelwrightError('function-failed', `${what} is ${String(found)}; expected a number`);
}

function leader<L extends string>(
  probabilities: ReadonlyMap<L, number>,
  threshold: number,
  margin: number,
): Ballot<L> {
  const [first, second] = [...probabilities].sort(([, a], [, b]) => b - a);
  if (first === undefined) return undefined;
  const [label, confidence] = first;
  // Which label comes first in the answer of the model says nothing.
  if (confidence === second?.[1]) return undefined;
  const enough = confidence > 0 && confidence >= threshold && confidence - (second?.[1] ?? 0) >= margin;
  return enough ? { label, confidence } : undefined;
}

function assertShare(name: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new LabelwrightError(
    'invalid-definition',
    `the ${name} of a model output is ${value}; expected a number from 0 to 1`,
  );
}

function describe(votes: ModelVotes<string>): { kind: string; predicate: { kind: string } } {
  const tests = Object.entries(votes).map(([name, test]) => [
    name,
    typeof test === 'function' ? predicateDescription(test as Predicate<number>) : test,
  ]);
  return { kind: 'model-output', predicate: { kind: 'votes', ...Object.fromEntries(tests) } };
}
