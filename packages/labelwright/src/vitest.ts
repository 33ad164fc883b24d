export {
  type LabelingMatcherObject,
  type LabelingMatchers,
  labelingMatchers,
  type MatcherResult,
  type PrecisionOptions,
} from '@labelwright/evaluation/vitest';
