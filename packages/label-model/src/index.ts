export type { Answer } from './answers.ts';
export { type LabelModelOptions, labelModel } from './auto.ts';
export { calibrate } from './calibrate.ts';
export type { Balance, Share } from './class-balance.ts';
export { type DawidSkeneOptions, dawidSkene, type Smoothing } from './dawid-skene.ts';
export { type Acceptance, acceptance, type DecideOptions, type Decision, decide } from './decide.ts';
export {
  type Dependencies,
  type Dependency,
  type DependencyOptions,
  findDependencies,
} from './dependencies.ts';
export { type EbccOptions, ebcc } from './ebcc.ts';
export {
  type AccuracyEstimate,
  type EstimateAccuracyOptions,
  estimateAccuracy,
} from './estimate-accuracy.ts';
export {
  dependencyFinders,
  type EstimatorName,
  type EstimatorOptions,
  estimator,
  estimatorNames,
} from './estimator.ts';
export { loadLabelModel } from './evidence-model.ts';
export type { ExplainOptions, Explanation, Reason } from './explanation.ts';
export { type GladOptions, glad } from './glad.ts';
export { type IbccOptions, ibcc } from './ibcc.ts';
export { type LabelCoinsOptions, labelCoins } from './label-coins.ts';
export type { Estimator, FitOptions, LabelModel } from './label-model.ts';
export { type MaceOptions, mace } from './mace.ts';
export { type MajorityTies, type MajorityVoteOptions, majorityVote } from './majority-vote.ts';
export { type MapEmOptions, mapEm } from './map-em.ts';
export { type MatrixCompletionOptions, matrixCompletion } from './matrix-completion.ts';
export type { EvidenceFile, FittedFile, LabelModelFile, SettledFile } from './model-file.ts';
export { type NextQuestionsOptions, nextQuestions, type Question } from './next-questions.ts';
export { type OneCoinOptions, oneCoin } from './one-coin.ts';
export { type PooledDawidSkeneOptions, pooledDawidSkene } from './pooled-dawid-skene.ts';
export { settle } from './settle.ts';
export { type TripletsOptions, triplets } from './triplets.ts';
export { type FunctionTrust, type LabelTrust, type Trust, type TrustOptions, trust } from './trust.ts';
export { type WeightedVoteOptions, weightedVote } from './weighted-vote.ts';
