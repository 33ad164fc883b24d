import { assertNames, type LabelMatrix, LabelwrightError, oneOf } from '@labelwright/core';
import { type ApplyOptions, apply, type SyncColumn } from './apply.ts';
import { type AnyLabelingFunction, type AsyncApplyOptions, applyAsync } from './apply-async.ts';
import { kindOf } from './assert-function.ts';
import { CompiledSet } from './compiled-set.ts';
import {
  assertPassed,
  type ExampleResult,
  type ExampleTest,
  examplesOf,
  runAsyncExample,
  runExample,
  titleOf,
} from './examples.ts';
import { descriptionOf, type LabelingFunction, type RuleDescription } from './labeling-function.ts';
import { lazy } from './lazy.ts';
import { type RecordSchema, recordChecker } from './record-type.ts';
import { isRule } from './rule.ts';

/** What a set of labeling functions knows of its task. */
export interface TaskParts<R, L extends string> {
  readonly labels: readonly L[];
  readonly record: RecordSchema<R>;
  /** The field of a record that people read. */
  readonly text: string | undefined;
}

interface NamedSet<R, L extends string, F extends string> extends TaskParts<R, L> {
  /** The names of the functions, in the order of the columns. */
  readonly names: readonly F[];
  /** What each function says about itself. */
  readonly descriptions: Readonly<Record<F, RuleDescription>>;
}

/** Labeling functions of a task, ready to apply. */
export interface LabelingFunctions<R, L extends string = string, F extends string = string>
  extends NamedSet<R, L, F> {
  readonly async: false;
  readonly functions: Readonly<Record<F, LabelingFunction<R, L>>>;
  /**
   * Applies all functions to the records.
   *
   * @throws `function-failed` or `invalid-record` at the first fault, unless `onFault` is there to take them
   */
  applyTo(records: readonly R[], options?: ApplyOptions): LabelMatrix<L, F>;
  /** These functions only, in this order. */
  select<G extends F>(names: readonly G[]): LabelingFunctions<R, L, G>;
  /** Runs the examples beside the rules. */
  testExamples(): readonly ExampleResult[];
  /** The examples as tests: `for (const { name, check } of rules.examples()) test(name, check)`. */
  examples(): readonly ExampleTest[];
}

/** Labeling functions of a task, some of them asynchronous, ready to apply. */
export interface AsyncLabelingFunctions<R, L extends string = string, F extends string = string>
  extends NamedSet<R, L, F> {
  readonly async: true;
  readonly functions: Readonly<Record<F, AnyLabelingFunction<R, L>>>;
  /** Applies all functions to the records; see {@link LabelingFunctions.applyTo}. */
  applyTo(records: readonly R[], options?: AsyncApplyOptions): Promise<LabelMatrix<L, F>>;
  /** These functions only, in this order. */
  select<G extends F>(names: readonly G[]): AsyncLabelingFunctions<R, L, G>;
  /** Runs the examples beside the rules. */
  testExamples(): Promise<readonly ExampleResult[]>;
  /** The examples as tests: `for (const { name, check } of rules.examples()) test(name, check)`. */
  examples(): readonly ExampleTest<Promise<void>>[];
}

/** Makes a set of synchronous labeling functions. */
export function labelingFunctions<R, L extends string, F extends string>(
  task: TaskParts<R, L>,
  functions: Readonly<Record<F, LabelingFunction<R, L>>>,
): LabelingFunctions<R, L, F> {
  const named = nameSet(task, functions);
  const parts = partsOf({ ...named, async: false }, functions);
  const examples = examplesOf(functions, task);
  return {
    ...named,
    async: false,
    functions,
    applyTo: (records, options = {}) => apply(parts, records, options),
    select: (names) => labelingFunctions(task, pick(functions, names)),
    testExamples: () => examples.map(runExample),
    examples: () =>
      examples.map((example) => ({
        name: titleOf(example),
        check: () => assertPassed(runExample(example)),
      })),
  };
}

/** Makes a set of labeling functions of any kind. */
export function asyncLabelingFunctions<R, L extends string, F extends string>(
  task: TaskParts<R, L>,
  functions: Readonly<Record<F, AnyLabelingFunction<R, L>>>,
): AsyncLabelingFunctions<R, L, F> {
  const named = nameSet(task, functions);
  const parts = partsOf({ ...named, async: true }, functions);
  const examples = examplesOf(functions, task);
  return {
    ...named,
    async: true,
    functions,
    applyTo: (records, options = {}) => applyAsync(parts, records, options),
    select: (names) => asyncLabelingFunctions(task, pick(functions, names)),
    testExamples: () => Promise.all(examples.map(runAsyncExample)),
    examples: () =>
      examples.map((example) => ({
        name: titleOf(example),
        check: async () => assertPassed(await runAsyncExample(example)),
      })),
  };
}

function nameSet<R, L extends string, F extends string>(
  { labels, record, text }: TaskParts<R, L>,
  functions: Readonly<Record<F, unknown>>,
): NamedSet<R, L, F> {
  if (typeof functions !== 'object' || functions === null) {
    throw new LabelwrightError(
      'invalid-definition',
      `found ${kindOf(functions)}; expected labeling functions by their names`,
    );
  }
  const names = Object.keys(functions) as F[];
  assertNames('labeling function', names);
  for (const name of names) {
    if (typeof functions[name] === 'function') continue;
    throw new LabelwrightError(
      'invalid-definition',
      `'${name}' is ${kindOf(functions[name])}; expected a labeling function`,
    );
  }
  const described = names.map((name) => [name, descriptionOf(functions[name])]);
  return { labels, record, text, names, descriptions: Object.fromEntries(described) };
}

function partsOf<R, L extends string, F extends string, V extends object>(
  { labels, names, record, async }: NamedSet<R, L, F> & { readonly async: boolean },
  functions: Readonly<Record<F, V>>,
) {
  const votes = names.map((name) => functions[name]);
  // In a set that may have asynchronous functions, only rules are known to answer at once.
  const compiled = lazy(() => {
    const columns = votes.map((vote, column) => ({ vote, column, name: names[column] }));
    const atOnce = async ? columns.filter(({ vote }) => isRule(vote)) : columns;
    return new CompiledSet(atOnce as unknown as readonly SyncColumn<R, L>[]);
  });
  return { labels, names, votes, check: recordChecker(record), compiled };
}

function pick<F extends string, G extends F, V>(
  functions: Readonly<Record<F, V>>,
  names: readonly G[],
): Record<G, V> {
  assertList(names);
  const known = Object.keys(functions);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new LabelwrightError('mismatch', `found no labeling function '${name}'; expected ${oneOf(known)}`);
  }
  return Object.fromEntries(names.map((name) => [name, functions[name]])) as Record<G, V>;
}

function assertList(names: unknown): void {
  if (Array.isArray(names)) return;
  throw new LabelwrightError('mismatch', `found ${kindOf(names)} to select; expected a list of names`);
}
