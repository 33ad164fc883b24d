import { assertNames, LabelwrightError } from '@labelwright/core';
import type { AnyLabelingFunction } from './apply-async.ts';
import { kindOf } from './assert-function.ts';
import type { FieldOf } from './field.ts';
import {
  type AsyncLabelingFunctions,
  asyncLabelingFunctions,
  type LabelingFunctions,
  labelingFunctions,
} from './functions.ts';
import type { LabelingFunction } from './labeling-function.ts';
import { isRecordSchema, type RecordSchema } from './record-type.ts';
import { createWhen, createWhenAsync, type When, type WhenAsync } from './when.ts';

/** What a task is about. */
export interface TaskDefinition<R, L extends string> {
  /** The labels, two or more. */
  readonly labels: readonly L[];
  /** The records: `type<Comment>()`, or any Standard Schema, which then checks each record. */
  readonly record: RecordSchema<R>;
  /** The field that people read: reports show it, and a text given as an example stands for it. */
  readonly text?: FieldOf<R, string> | undefined;
}

/** The rule language of one task: it knows the labels and the record. */
export interface Task<R, L extends string> {
  readonly labels: readonly L[];
  /** Starts a rule. */
  readonly when: When<R, L>;
  /** Starts a rule whose value or test takes time. */
  readonly whenAsync: WhenAsync<R, L>;
  /** Makes a set of labeling functions; the keys are their names. */
  readonly functions: <F extends string>(
    functions: Readonly<Record<F, LabelingFunction<R, L>>>,
  ) => LabelingFunctions<R, L, F>;
  /** Makes a set that may have asynchronous and batch functions. */
  readonly asyncFunctions: <F extends string>(
    functions: Readonly<Record<F, AnyLabelingFunction<R, L>>>,
  ) => AsyncLabelingFunctions<R, L, F>;
}

/**
 * Declares labels and records once; a wrong label or field is a compile error from there on.
 *
 * @throws `invalid-definition` with fewer than two labels, a label twice or called `abstain`, or without records
 *
 * @example
 * ```ts import.meta.vitest
 * const { keywords } = await import('./keywords.ts');
 * const { type } = await import('./record-type.ts');
 * const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
 * const rules = functions({
 *   subscribe: when('text', keywords('subscribe')).vote('spam'),
 *   song: when('text', keywords('song')).vote('ham'),
 * });
 * const votes = rules.applyTo([{ text: 'please subscribe' }, { text: 'nice song' }]);
 * votes.vote(0, 'subscribe'); // => 'spam'
 * votes.vote(1, 'song'); // => 'ham'
 * ```
 */
export function defineTask<R, const L extends string>(definition: TaskDefinition<R, L>): Task<R, L> {
  assertDefinition(definition);
  const { labels, record, text } = definition;
  const parts = { labels, record, text };
  return {
    labels,
    when: createWhen<R, L>(),
    whenAsync: createWhenAsync<R, L>(),
    functions: (functions) => labelingFunctions(parts, functions),
    asyncFunctions: (functions) => asyncLabelingFunctions(parts, functions),
  };
}

function assertDefinition({
  labels,
  record,
}: {
  readonly labels?: unknown;
  readonly record?: unknown;
} = {}): void {
  if (!Array.isArray(labels)) throw invalid(`the task has ${kindOf(labels)} as labels; expected a list`);
  assertNames('label', labels);
  if (labels.length < 2)
    throw invalid(
      `the task has ${labels.length} ${labels.length === 1 ? 'label' : 'labels'}; expected two or more`,
    );
  // Examples and reports say so of records without a vote.
  if (labels.includes('abstain')) throw invalid("the task has the label 'abstain'; expected another name");
  if (!isRecordSchema(record))
    throw invalid(`the task has ${kindOf(record)} as record; expected type<…>() or a schema`);
}

function invalid(message: string): LabelwrightError {
  return new LabelwrightError('invalid-definition', message);
}
