import { type CallOptions, setCallOptions } from './call-options.ts';
import { type BoundExample, bindExamples, type Examples } from './examples.ts';
import type {
  AsyncLabelingFunction,
  Ballot,
  BatchLabelingFunction,
  LabelingFunction,
  RuleDescription,
  Span,
} from './labeling-function.ts';
import { type RulePlan, setPlan } from './rule-plan.ts';

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

/** A labeling function that knows what it is and answers with a promise. */
export interface AsyncRule<R, L extends string> {
  (record: R, signal?: AbortSignal): Promise<Ballot<L>>;
  readonly rule: RuleDescription;
  readonly cases: readonly BoundExample[];
  /** The same function with examples of what it must vote. */
  examples(examples: Examples<R, L>): AsyncRule<R, L>;
}

/** A labeling function that knows what it is and votes on many records at once. */
export interface BatchRule<R, L extends string> extends BatchLabelingFunction<R, L> {
  readonly rule: RuleDescription;
  readonly cases: readonly BoundExample[];
  /** The same function with examples of what it must vote. */
  examples(examples: Examples<R, L>): BatchRule<R, L>;
}

/** What a rule is made of. */
export interface RuleParts<V> {
  readonly vote: V;
  readonly rule: RuleDescription;
  /** The field that a text given as an example stands for. */
  readonly textField?: string | undefined;
  readonly cases?: readonly BoundExample[] | undefined;
  /** How a function that answers with a promise is called. */
  readonly calls?: CallOptions | undefined;
}

interface SyncRuleParts<R, L extends string> extends RuleParts<LabelingFunction<R, L>> {
  readonly evidence?: ((record: R) => readonly Evidence[]) | undefined;
  /** What lets a set ask the rule less often. */
  readonly plan?: RulePlan | undefined;
}

/** Makes a labeling function that knows what it is, and can have examples beside it. */
export function createRule<R, L extends string>(parts: SyncRuleParts<R, L>): Rule<R, L> {
  const { vote, rule, cases = [], evidence = () => [] } = parts;
  const call = (record: R): Ballot<L> => vote(record);
  const examples = (given: Examples<R, L>): Rule<R, L> =>
    createRule({
      ...parts,
      cases: [...cases, ...bindExamples(given, parts.textField, (record) => vote(record as R))],
    });
  rules.add(call);
  if (parts.plan) setPlan(call, parts.plan);
  return Object.assign(call, { rule, cases, evidence, examples });
}

/** The rules that answer at once. */
const rules = new WeakSet<object>();

/** Holds for rules made by the language that answer at once; of other functions nobody knows. */
export function isRule<R, L extends string>(labelingFunction: object): labelingFunction is Rule<R, L> {
  return rules.has(labelingFunction);
}

/** Makes an asynchronous labeling function that knows what it is, and can have examples beside it. */
export function createAsyncRule<R, L extends string>(
  parts: RuleParts<AsyncLabelingFunction<R, L>>,
): AsyncRule<R, L> {
  const { vote, rule, cases = [] } = parts;
  const call = (record: R, signal: AbortSignal = new AbortController().signal): Promise<Ballot<L>> =>
    vote(record, signal);
  const examples = (given: Examples<R, L>): AsyncRule<R, L> =>
    createAsyncRule({
      ...parts,
      cases: [...cases, ...bindExamples(given, parts.textField, (record) => call(record as R))],
    });
  return setCallOptions(Object.assign(call, { rule, cases, examples }), parts.calls ?? {});
}

/** Makes a labeling function for many records at once that knows what it is, and can have examples beside it. */
export function createBatchRule<R, L extends string>(
  parts: RuleParts<BatchLabelingFunction<R, L>>,
): BatchRule<R, L> {
  const { vote, rule, cases = [] } = parts;
  const call = (record: R): Promise<Ballot<L>> => vote(record);
  const examples = (given: Examples<R, L>): BatchRule<R, L> =>
    createBatchRule({
      ...parts,
      cases: [...cases, ...bindExamples(given, parts.textField, (record) => vote(record as R))],
    });
  const all = Object.assign(call, { many: vote.many, size: vote.size, rule, cases, examples });
  return setCallOptions(all, parts.calls ?? {});
}

/** The examples and the evidence of a function, where it is a rule. */
export function ruleParts<R, L extends string>(
  labelingFunction: LabelingFunction<R, L>,
): Partial<Rule<R, L>> {
  return labelingFunction as Partial<Rule<R, L>>;
}
