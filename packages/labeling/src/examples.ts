import { LabelwrightError, messageOf } from '@labelwright/core';
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
  /** What the function says to it. */
  readonly run: () => Ballot<string> | Promise<Ballot<string>>;
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

/** The examples that the parts of a set carry, by the name of their function. */
export function examplesOf(functions: Readonly<Record<string, unknown>>): [string, BoundExample][] {
  return Object.entries(functions).flatMap(([name, labelingFunction]) => {
    const { cases = [] } = labelingFunction as { readonly cases?: readonly BoundExample[] };
    return cases.map((example): [string, BoundExample] => [name, example]);
  });
}

/** Runs an example of a synchronous function. */
export function runExample(name: string, example: BoundExample): ExampleResult {
  try {
    return resultOf(name, example, example.run() as Ballot<string>);
  } catch (thrown) {
    return failureOf(name, example, thrown);
  }
}

/** Runs an example of any function. */
export async function runAsyncExample(name: string, example: BoundExample): Promise<ExampleResult> {
  try {
    return resultOf(name, example, await example.run());
  } catch (thrown) {
    return failureOf(name, example, thrown);
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
export function titleOf(name: string, { record, expected = 'abstain' }: BoundExample): string {
  return `${name}: ${shown(record)} → ${expected}`;
}

function shown(record: unknown): string {
  const text = JSON.stringify(record);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

function resultOf(name: string, { record, expected }: BoundExample, ballot: Ballot<string>): ExampleResult {
  const found = typeof ballot === 'object' ? ballot.label : ballot;
  return { function: name, record, expected, found, passed: found === expected };
}

function failureOf(name: string, { record, expected }: BoundExample, thrown: unknown): ExampleResult {
  return { function: name, record, expected, found: undefined, passed: false, error: messageOf(thrown) };
}
