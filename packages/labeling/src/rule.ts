import { LabelwrightError } from '@labelwright/core';
import type { BoundExample, Examples } from './examples.ts';
import type { Ballot, LabelingFunction, RuleDescription, Span } from './labeling-function.ts';

/** Where in a record the evidence for a vote stands. */
export interface Evidence extends Span {
  /** The field of the record. */
  readonly field: string;
}

/** A labeling function that knows what it is. */
export interface Rule<R, L extends string> {
  (record: R): Ballot<L>;
  readonly rule: RuleDescription;
  /** The examples beside it and beside its parts. */
  readonly cases: readonly BoundExample[];
  /** The places in the record that made it vote; none where it cannot tell. */
  readonly evidence: (record: R) => readonly Evidence[];
  /** The same function with examples of what it must vote; `labelwright test` runs them. */
  examples(examples: Examples<R, L>): Rule<R, L>;
}

/** What a rule is made of. */
export interface RuleParts<R, L extends string> {
  readonly vote: LabelingFunction<R, L>;
  readonly rule: RuleDescription;
  /** The field that a text given as an example stands for. */
  readonly textField?: string | undefined;
  readonly cases?: readonly BoundExample[] | undefined;
  readonly evidence?: ((record: R) => readonly Evidence[]) | undefined;
}

/** Makes a labeling function that knows what it is, and can have examples beside it. */
export function createRule<R, L extends string>(parts: RuleParts<R, L>): Rule<R, L> {
  const { vote, rule, cases = [], evidence = () => [] } = parts;
  const call = (record: R): Ballot<L> => vote(record);
  const examples = (given: Examples<R, L>): Rule<R, L> =>
    createRule({ ...parts, cases: [...cases, ...boundExamples(parts, given)] });
  return Object.assign(call, { rule, cases, evidence, examples });
}

/** The examples, the evidence and the text field of a function, where it is a rule. */
export function ruleParts<R, L extends string>(
  labelingFunction: LabelingFunction<R, L>,
): Partial<Rule<R, L>> {
  return labelingFunction as Partial<Rule<R, L>>;
}

function boundExamples<R, L extends string>(
  { vote, textField, rule }: RuleParts<R, L>,
  examples: Examples<R, L>,
): BoundExample[] {
  return Object.entries<readonly (string | Partial<R>)[] | undefined>(examples).flatMap(
    ([label, records = []]) =>
      records.map((record): BoundExample => {
        if (typeof record === 'string' && textField === undefined) {
          throw new LabelwrightError(
            'invalid-definition',
            `the example '${record}' of a ${rule.kind} is a text; expected a record, for no field is tested`,
          );
        }
        const whole = typeof record === 'string' ? { [textField ?? '']: record } : record;
        const expected = label === 'abstain' ? undefined : label;
        return { record, expected, run: () => vote(whole as R) };
      }),
  );
}
