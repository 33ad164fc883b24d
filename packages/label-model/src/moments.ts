export {
  type InverseCovarianceOptions,
  inverseCovariance,
} from './inverse-covariance.ts';
export {
  type PartialCorrelation,
  type PartialCorrelationOptions,
  partialCorrelations,
} from './partial-correlations.ts';
