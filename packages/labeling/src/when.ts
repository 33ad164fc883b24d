import { predicateDescription, spansOf } from './described-predicate.ts';
import { featureOf } from './field.ts';
import type { Feature, Predicate } from './labeling-function.ts';
import { createRule, type Evidence, type Rule } from './rule.ts';

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

/**
 * Makes the `when` of a task.
 *
 * @param text - the field that a text given as an example stands for, where a rule tests none
 */
export function createWhen<R, L extends string>(text: string | undefined): When<R, L> {
  return <T>(source: string | Feature<R, T>, predicate: Predicate<T>): Condition<R, L> => {
    const read: Feature<R, T> = featureOf(source);
    const holds = (record: R): boolean => {
      const value = read(record);
      return value !== undefined && value !== null && predicate(value);
    };
    const field = typeof source === 'string' ? source : undefined;
    const evidence = (record: R): readonly Evidence[] => {
      const value = field === undefined ? undefined : read(record);
      if (field === undefined || typeof value !== 'string') return [];
      return spansOf(predicate, value).map((span) => ({ field, ...span }));
    };
    return {
      vote: (label, note) =>
        createRule<R, L>({
          vote: (record) => (holds(record) ? label : undefined),
          rule: { kind: 'rule', field, predicate: predicateDescription(predicate), label, note },
          textField: field ?? text,
          evidence,
        }),
    };
  };
}
