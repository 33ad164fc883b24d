import type { ProbabilisticLabels } from '@labelwright/core';

/** How unsure the record's distribution is, in nats: 0 is sure, ln K knows nothing. */
export function entropy(labels: ProbabilisticLabels, row: number): number {
  return labels.distribution(row).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}
