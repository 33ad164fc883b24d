export {
  type LabelingMatcherObject,
  labelingMatchers,
  type MatcherResult,
  type PrecisionOptions,
} from './matchers.ts';
export type { LabelingMatchers } from './types.ts';
