export { type ErrorCode, LabelwrightError, messageOf } from './errors.ts';
export { findPatterns, mergePatterns, selectPatterns } from './find-patterns.ts';
export {
  assertSameNames,
  LabelMatrix,
  type LabelMatrixParts,
  type Vote,
  type VoteArray,
  voteArray,
} from './label-matrix.ts';
export { ABSTAIN, assertNames, labelPositions, MAX_LABELS, oneOf } from './label-set.ts';
export { orderByHash } from './order-by-hash.ts';
export { type FinishedPatterns, PatternTable } from './pattern-table.ts';
export { pickPatterns } from './pick-patterns.ts';
export {
  ProbabilisticLabels,
  type ProbabilisticLabelsParts,
  type TiePolicy,
  type TopLabelOptions,
} from './probabilistic-labels.ts';
export { type Random, seededRandom } from './random.ts';
export {
  CONFIDENCE_LEVELS,
  type IndexedPatterns,
  VotePatterns,
  type VotePatternsParts,
} from './vote-patterns.ts';
