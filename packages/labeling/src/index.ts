export type { ApplyOptions } from './apply.ts';
export type { AnyLabelingFunction, AsyncApplyOptions } from './apply-async.ts';
export { asyncFunction } from './async-function.ts';
export type { AttackText } from './attack-text.ts';
export { type Backtracking, findBacktracking } from './backtracking.ts';
export type { CallOptions } from './call-options.ts';
export type { CallReport } from './caller.ts';
export { above, after, before, below, between, equals, type Scalar, type Widened } from './compare.ts';
export { firstOf, unanimous, unless } from './compose.ts';
export { describedPredicate, predicateDescription, spansOf } from './described-predicate.ts';
export type { BoundExample, ExampleResult, Examples, ExampleTest } from './examples.ts';
export { type Fault, FaultError, type FaultKind, FaultLog, type FaultSummary } from './fault.ts';
export type { FieldOf, FieldOrFeature } from './field.ts';
export type { AsyncLabelingFunctions, LabelingFunctions, TaskParts } from './functions.ts';
export { isQuick } from './is-quick.ts';
export { type KeywordOptions, keywords } from './keywords.ts';
export {
  type AsyncLabelingFunction,
  type AsyncPredicate,
  type Ballot,
  type BatchLabelingFunction,
  type ConfidentVote,
  type DescribedPredicate,
  descriptionOf,
  type Feature,
  type LabelingFunction,
  type Predicate,
  type PredicateDescription,
  type RuleDescription,
  type Span,
} from './labeling-function.ts';
export { lazy } from './lazy.ts';
export { and, not, or } from './logic.ts';
export {
  asyncLookup,
  type LookupLabelOptions,
  type LookupOptions,
  type LookupSource,
  lookup,
  lookupLabel,
} from './lookup.ts';
export { type MatchOptions, matches } from './matches.ts';
export { type MemoOptions, memo } from './memo.ts';
export {
  asyncModelOutput,
  type BatchOptions,
  type BatchPredictor,
  batchFunction,
  batchModelOutput,
  type ModelVotes,
  modelOutput,
  type Prediction,
  type VotesByScore,
  type VoteThresholds,
} from './model-output.ts';
export type { Moment } from './moment.ts';
export { type RecordSchema, type RecordType, type } from './record-type.ts';
export type { AsyncRule, BatchRule, Evidence, Rule } from './rule.ts';
export { type Spending, spend } from './spend.ts';
export { defineTask, type Task, type TaskDefinition } from './task.ts';
export { testedField } from './tested-field.ts';
export type { AsyncCondition, Condition, When, WhenAsync } from './when.ts';
