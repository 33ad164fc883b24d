export {
  type InverseCovarianceOptions,
  inverseCovariance,
  type PartialCorrelation,
  type PartialCorrelationOptions,
  partialCorrelations,
} from '@labelwright/label-model/moments';
