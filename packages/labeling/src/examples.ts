import { LabelwrightError, messageOf, oneOf } from '@labelwright/core';
import { kindOf } from './assert-function.ts';
import type { Ballot } from './labeling-function.ts';

/**
 * Examples beside a rule: for each label, and for `abstain`, records on which the function must vote so.
 * A text stands for a record that has it in the field that the rule tests.
 */
export type Examples<R, L extends string> = {
  readonly [K in L | 'abstain']?: readonly (string | Partial<R>)[];
};

/** An example bound to the function that it stands beside. */
export interface BoundExample {
  /** The text or the record. */
  readonly record: unknown;
  /** A label; `undefined` to abstain. */
  readonly expected: string | undefined;
  /** The field that a text stands for; where `undefined`, the field of the task that people read. */
  readonly textField: string | undefined;
  /** What the function says to a record. */
  readonly run: (record: unknown) => Ballot<string> | Promise<Ballot<string>>;
}

/** Binds examples to the function that they stand beside. */
export function bindExamples<R, L extends string>(
  examples: Examples<R, L>,
  textField: string | undefined,
  run: BoundExample['run'],
): BoundExample[] {
  if (typeof examples !== 'object' || examples === null) refuseExamples('the examples', examples);
  const entries = Object.entries<readonly (string | Partial<R>)[] | undefined>(examples);
  return entries.flatMap(([label, records = []]) => {
    if (!Array.isArray(records)) refuseExamples(`the examples of '${label}'`, records);
    const expected = label === 'abstain' ? undefined : label;
    return records.map((record): BoundExample => ({ record, expected, textField, run }));
  });
}

function refuseExamples(what: string, found: unknown): never {
  throw new LabelwrightError(
    'invalid-definition',
    `${what} are ${kindOf(found)}; expected a list of records for each label`,
  );
}

/** The outcome of one example. */
export interface ExampleResult {
  readonly function: string;
  readonly record: unknown;
  /** A label; `undefined` to abstain. */
  readonly expected: string | undefined;
  readonly found: string | undefined;
  readonly passed: boolean;
  /** Why there is no vote, where the function threw. */
  readonly error?: string | undefined;
}

/** An example as a test: `for (const { name, check } of rules.examples()) test(name, check)`. */
export interface ExampleTest<T = void> {
  readonly name: string;
  /** Throws where the function does not vote as expected. */
  readonly check: () => T;
}

/** An example of a set. */
export interface NamedExample extends BoundExample {
  readonly name: string;
  /** The record that is voted on: for a text, one that has it in its field. */
  readonly whole: unknown;
}

/**
 * The examples that the parts of a set carry.
 *
 * @param task - its labels, and the field that people read
 * @throws `invalid-definition` where a text is given and no field is tested or read, or a label is not of the task
 */
export function examplesOf(
  functions: Readonly<Record<string, unknown>>,
  { labels, text }: { readonly labels: readonly string[]; readonly text: string | undefined },
): NamedExample[] {
  return Object.entries(functions).flatMap(([name, labelingFunction]) => {
    const { cases = [] } = labelingFunction as { readonly cases?: readonly BoundExample[] };
    return cases.map((example) => {
      assertExpected(name, example, labels);
      return { ...example, name, whole: wholeOf(name, example, text) };
    });
  });
}

function assertExpected(name: string, { record, expected }: BoundExample, labels: readonly string[]): void {
  if (expected === undefined || labels.includes(expected)) return;
  throw new LabelwrightError(
    'invalid-definition',
    `the example ${shown(record)} of '${name}' expects '${expected}'; expected ${oneOf([...labels, 'abstain'])}`,
  );
}

function wholeOf(name: string, { record, textField }: BoundExample, text: string | undefined): unknown {
  if (typeof record !== 'string') return record;
  const field = textField ?? text;
  if (field !== undefined) return { [field]: record };
  throw new LabelwrightError(
    'invalid-definition',
    `the example '${record}' of '${name}' is a text; expected a record, for the function tests no field and the task has no text`,
  );
}

/** Runs an example of a synchronous function. */
export function runExample(example: NamedExample): ExampleResult {
  try {
    return resultOf(example, example.run(example.whole) as Ballot<string>);
  } catch (thrown) {
    return failureOf(example, thrown);
  }
}

/** Runs an example of any function. */
export async function runAsyncExample(example: NamedExample): Promise<ExampleResult> {
  try {
    return resultOf(example, await example.run(example.whole));
  } catch (thrown) {
    return failureOf(example, thrown);
  }
}

/** Throws where the example failed. */
export function assertPassed(result: ExampleResult): void {
  if (result.passed) return;
  const { expected = 'abstain', found = 'abstain', error } = result;
  throw new LabelwrightError(
    'function-failed',
    `'${result.function}' on ${shown(result.record)}: expected ${expected}, found ${error ?? found}`,
  );
}

/** A title for the example in a test run. */
export function titleOf({ name, record, expected = 'abstain' }: NamedExample): string {
  return `${name}: ${shown(record)} → ${expected}`;
}

function shown(record: unknown): string {
  const text = textOf(record);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

function textOf(record: unknown): string {
  try {
    return JSON.stringify(record) ?? String(record);
  } catch {
    return String(record); // A cycle, or a bigint.
  }
}

function resultOf({ name, record, expected }: NamedExample, ballot: Ballot<string> | null): ExampleResult {
  const found = typeof ballot === 'object' ? ballot?.label : ballot;
  return { function: name, record, expected, found, passed: found === expected };
}

function failureOf({ name, record, expected }: NamedExample, thrown: unknown): ExampleResult {
  return { function: name, record, expected, found: undefined, passed: false, error: messageOf(thrown) };
}
