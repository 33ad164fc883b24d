import { LabelwrightError } from '@labelwright/core';
import { assertFunction, kindOf } from './assert-function.ts';
import { cluesOf } from './clues.ts';
import { predicateDescription, spansOf } from './described-predicate.ts';
import { assertSource, featureOf } from './field.ts';
import { passes } from './is-promise.ts';
import type { AsyncPredicate, Feature, Predicate } from './labeling-function.ts';
import { type AsyncRule, createAsyncRule, createRule, type Evidence, type Rule } from './rule.ts';

/** A condition that waits for its label. */
export interface Condition<R, L extends string> {
  /**
   * Votes the label where the condition holds, and abstains elsewhere.
   *
   * @param note - why, for people who read the reports
   */
  vote(label: L, note?: string): Rule<R, L>;
}

/** Starts a rule: what is tested, and how. */
export interface When<R, L extends string> {
  /** Tests a field; a record without the field abstains. */
  <K extends keyof R & string>(field: K, predicate: Predicate<NonNullable<R[K]>>): Condition<R, L>;
  /** Tests what a feature finds; `undefined` abstains. */
  <T>(feature: Feature<R, T>, predicate: Predicate<NonNullable<T>>): Condition<R, L>;
}

/** A condition that answers with a promise and waits for its label. */
export interface AsyncCondition<R, L extends string> {
  /** Votes the label where the condition holds, and abstains elsewhere; see {@link Condition.vote}. */
  vote(label: L, note?: string): AsyncRule<R, L>;
}

/** Starts a rule whose value or test takes time: it goes into `asyncFunctions`. */
export interface WhenAsync<R, L extends string> {
  /** Tests a field; a record without the field abstains. */
  <K extends keyof R & string>(field: K, predicate: AsyncPredicate<NonNullable<R[K]>>): AsyncCondition<R, L>;
  /** Tests what a feature finds, now or later; `undefined` abstains. */
  <T>(
    feature: (record: R, signal: AbortSignal) => T | Promise<T>,
    predicate: AsyncPredicate<NonNullable<T>>,
  ): AsyncCondition<R, L>;
}

/** Makes the `when` of a task. */
export function createWhen<R, L extends string>(): When<R, L> {
  return <T>(source: string | Feature<R, T>, predicate: Predicate<T>): Condition<R, L> => {
    const read: Feature<R, T> = featureOf(source);
    assertFunction(predicate, 'when', 'a predicate');
    const field = typeof source === 'string' ? source : undefined;
    const holds = (record: R): boolean => passes(predicate, read(record));
    const evidence = (record: R): readonly Evidence[] => {
      const value = field === undefined ? undefined : read(record);
      if (field === undefined || typeof value !== 'string') return [];
      return spansOf(predicate, value).map((span) => ({ field, ...span }));
    };
    return {
      vote: (label, note) => {
        assertLabel(label);
        return createRule<R, L>({
          vote: (record) => (holds(record) ? label : undefined),
          rule: { kind: 'rule', field, predicate: predicateDescription(predicate), label, note },
          textField: field,
          evidence,
          plan: {
            field,
            clues: () => cluesOf(predicate),
            label,
            ...(typeof source === 'function' && { feature: source, predicate }),
          },
        });
      },
    };
  };
}

/** Makes the `whenAsync` of a task. */
export function createWhenAsync<R, L extends string>(): WhenAsync<R, L> {
  return <T>(
    source: string | ((record: R, signal: AbortSignal) => T | Promise<T>),
    predicate: AsyncPredicate<T>,
  ): AsyncCondition<R, L> => {
    assertSource(source);
    assertFunction(predicate, 'whenAsync', 'a predicate');
    const read = typeof source === 'string' ? featureOf<R, T>(source) : source;
    const field = typeof source === 'string' ? source : undefined;
    const holds = async (record: R, signal: AbortSignal): Promise<boolean> => {
      const value = await read(record, signal);
      return value !== undefined && value !== null && (await predicate(value, signal));
    };
    return {
      vote: (label, note) => {
        assertLabel(label);
        return createAsyncRule<R, L>({
          vote: async (record, signal) => ((await holds(record, signal)) ? label : undefined),
          rule: { kind: 'rule', field, predicate: predicateDescription(predicate), label, note },
          textField: field,
        });
      },
    };
  };
}

/** Refuses a vote without a label, which would abstain everywhere; whether the task has it is known when it votes. */
function assertLabel(label: unknown): void {
  if (typeof label === 'string') return;
  throw new LabelwrightError('invalid-definition', `vote has ${kindOf(label)}; expected a label`);
}
