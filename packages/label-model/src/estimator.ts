import { LabelwrightError, oneOf } from '@labelwright/core';
import { type LabelModelOptions, labelModel } from './auto.ts';
import { type DawidSkeneOptions, dawidSkene } from './dawid-skene.ts';
import type { Dependencies } from './dependencies.ts';
import { type EbccOptions, ebcc } from './ebcc.ts';
import { type GladOptions, glad } from './glad.ts';
import { type IbccOptions, ibcc } from './ibcc.ts';
import { type LabelCoinsOptions, labelCoins } from './label-coins.ts';
import type { Estimator } from './label-model.ts';
import { type MaceOptions, mace } from './mace.ts';
import { type MajorityVoteOptions, majorityVote } from './majority-vote.ts';
import { type MapEmOptions, mapEm } from './map-em.ts';
import { type MatrixCompletionOptions, matrixCompletion } from './matrix-completion.ts';
import { type OneCoinOptions, oneCoin } from './one-coin.ts';
import { type PooledDawidSkeneOptions, pooledDawidSkene } from './pooled-dawid-skene.ts';
import { type TripletsOptions, triplets } from './triplets.ts';
import { type WeightedVoteOptions, weightedVote } from './weighted-vote.ts';

/** The options of each estimator, by its name. */
export interface EstimatorOptions {
  readonly auto: LabelModelOptions;
  readonly majority: MajorityVoteOptions;
  readonly 'map-em': MapEmOptions;
  readonly 'dawid-skene': DawidSkeneOptions;
  readonly weighted: WeightedVoteOptions;
  readonly 'one-coin': OneCoinOptions;
  readonly 'label-coins': LabelCoinsOptions;
  readonly 'pooled-dawid-skene': PooledDawidSkeneOptions;
  readonly ibcc: IbccOptions;
  readonly mace: MaceOptions;
  readonly ebcc: EbccOptions;
  readonly triplets: TripletsOptions;
  readonly 'matrix-completion': MatrixCompletionOptions;
  readonly glad: GladOptions;
}

/** The name of an estimator. */
export type EstimatorName = keyof EstimatorOptions;

const estimators: { readonly [N in EstimatorName]: (options?: EstimatorOptions[N]) => Estimator } = {
  auto: labelModel,
  majority: majorityVote,
  'map-em': mapEm,
  'dawid-skene': dawidSkene,
  weighted: weightedVote,
  'one-coin': oneCoin,
  'label-coins': labelCoins,
  'pooled-dawid-skene': pooledDawidSkene,
  ibcc,
  mace,
  ebcc,
  triplets,
  'matrix-completion': matrixCompletion,
  glad,
};

/** The estimators that find functions which depend on each other, where they are told `dependencies: 'find'`. */
type DependencyFinder = {
  [N in EstimatorName]: EstimatorOptions[N] extends { readonly dependencies?: Dependencies | undefined }
    ? Dependencies extends NonNullable<EstimatorOptions[N]['dependencies']>
      ? N
      : never
    : never;
}[EstimatorName];

const finders: Readonly<Record<DependencyFinder, true>> = {
  auto: true,
  'map-em': true,
  'dawid-skene': true,
  'one-coin': true,
  'label-coins': true,
  'pooled-dawid-skene': true,
  ibcc: true,
  mace: true,
};

/** The names of the estimators that find functions which depend on each other, with `dependencies: 'find'`. */
export const dependencyFinders: readonly EstimatorName[] = Object.keys(finders) as EstimatorName[];

/** The names of all estimators, the default first. */
export const estimatorNames: readonly EstimatorName[] = Object.keys(estimators) as EstimatorName[];

/**
 * The estimator of that name.
 *
 * @example
 * ```ts import.meta.vitest
 * estimator('majority').name; // => 'majority'
 * ```
 */
export function estimator<N extends EstimatorName>(name: N, options?: EstimatorOptions[N]): Estimator;
export function estimator(name: string, options?: object): Estimator;
export function estimator(name: string, options?: object): Estimator {
  if (!Object.hasOwn(estimators, name)) {
    throw new LabelwrightError(
      'invalid-option',
      `found no label model '${name}'; expected ${oneOf(estimatorNames)}`,
    );
  }
  // Each estimator checks its own options.
  return (estimators[name as EstimatorName] as (options?: object) => Estimator)(options);
}
