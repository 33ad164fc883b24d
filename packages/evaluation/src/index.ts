export { accuracy, labelCoverage } from './accuracy.ts';
export { type BootstrapOptions, bootstrapInterval } from './bootstrap.ts';
export { brier } from './brier.ts';
export { type Bucket, type ErrorBucket, errorBuckets, labelBuckets, labelInstances } from './buckets.ts';
export { calibrationError, type ReliabilityBin, reliability } from './calibration.ts';
export type { TableOptions } from './choose-functions.ts';
export { compareLabels, type LabelComparison } from './compare-labels.ts';
export { type DataDrift, type DriftFigure, type DriftSide, dataDrift } from './data-drift.ts';
export type { DecidingConflict } from './deciding-conflicts.ts';
export {
  type Flip,
  type FlipCause,
  type FlipOptions,
  type FlippingFunction,
  type FlipReport,
  findFlips,
  type LabelledVotes,
} from './diff-flips.ts';
export {
  diffSnapshots,
  type FigureChange,
  type FigureOwner,
  type FunctionChanges,
  type NameChanges,
  type SnapshotDiff,
} from './diff-snapshots.ts';
export { entropy } from './entropy.ts';
export type { ErrorKind, ErrorReport, RecordError } from './error-report.ts';
export type { Estimate, Figures } from './estimate.ts';
export { type DiffFormatOptions, formatDiff } from './format-diff.ts';
export { type DriftFormatOptions, formatDrift } from './format-drift.ts';
export { formatGate, type GateFormatOptions } from './format-gate.ts';
export { formatJson } from './format-json.ts';
export { formatMarkdown } from './format-markdown.ts';
export { type FormatOptions, formatReport } from './format-report.ts';
export { formatSuggestions, type SuggestionsFormatOptions } from './format-suggestions.ts';
export { formatText } from './format-text.ts';
export type { Ceiling } from './function-ceiling.ts';
export { confuseFunctions, type FunctionConfusions } from './function-confusions.ts';
export { comparePairs, comparePatternPairs, type FunctionPairs } from './function-pairs.ts';
export { checkSnapshot, type GateCheck, type GateOptions, type GateReport } from './gate.ts';
export type { Gold } from './gold.ts';
export { type Interval, wilsonInterval } from './interval.ts';
export { judge } from './judge.ts';
export type { Judged, SoftJudged } from './judged.ts';
export { type KeptPoint, keptCurve } from './kept-curve.ts';
export { krippendorffAlpha } from './krippendorff.ts';
export type { LabelBalance } from './label-balances.ts';
export {
  type FunctionEffect,
  type LeaveOneOut,
  type LeaveOneOutOptions,
  leaveOneOut,
  leaveOneOutInSteps,
} from './leave-one-out.ts';
export { type Finding, type FindingKind, lintVotes } from './lint-votes.ts';
export { LOG_LOSS_FLOOR, logLoss } from './log-loss.ts';
export { matthews } from './matthews.ts';
export type { FunctionChange } from './mix-votes.ts';
export type { ModelLabels, ModelReport } from './model-report.ts';
export type { JudgeOptions, LabelsOption, Predicted } from './outcomes.ts';
export type { PageOptions } from './page.ts';
export type { PairRelation, PairReport } from './pair-report.ts';
export { type PatternDrift, patternDrift } from './pattern-drift.ts';
export type { PatternReport } from './pattern-report.ts';
export {
  f1,
  fBeta,
  type LabelScores,
  macroF1,
  microF1,
  perLabel,
  precision,
  recall,
} from './precision-recall.ts';
export { createReport, type ModelComparison, type Report, type ReportParts } from './report.ts';
export type { ReportFormat } from './report-format.ts';
export { residualCorrelations } from './residual-correlation.ts';
export { rocAuc } from './roc-auc.ts';
export type { IntervalScore, ScoreIntervals } from './score-intervals.ts';
export { type Metric, type ScoreOptions, type Scores, scoreJudged, scoreLabels } from './score-labels.ts';
export type { SliceGroup, SliceReport } from './slice-report.ts';
export {
  type Slice,
  type SliceOptions,
  type SliceScores,
  scoreSlices,
  slicesByField,
  slicesByPattern,
  slicesByValue,
  slicesByVote,
  slicesWhere,
} from './slices.ts';
export {
  type EstimatorSettings,
  type FunctionSnapshot,
  type PatternSnapshot,
  type Snapshot,
  type SnapshotEntry,
  type SnapshotParts,
  takeSnapshot,
} from './snapshot.ts';
export { formatSnapshot, parseSnapshot } from './snapshot-file.ts';
export { type SuggestOptions, type SuggestParts, suggestRules } from './suggest-rules.ts';
export type { LabelNeed, RuleSuggestion, Suggestions, Theme } from './suggestions.ts';
export { type SummarizeOptions, summarize, summarizePatterns } from './summarize.ts';
export { type SuspectedGold, suspectGold } from './suspect-gold.ts';
export { type TextOptions, wrapText } from './text-layout.ts';
export { type ThresholdOptions, type ThresholdPoint, thresholdCurve } from './threshold-curve.ts';
export { type FunctionThresholds, parseThresholds, type Thresholds } from './thresholds.ts';
export type { FunctionGold, FunctionSummary, GoldSummary, VoteQuality, VoteSummary } from './vote-summary.ts';
