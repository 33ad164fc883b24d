import { LabelMatrix, LabelwrightError, ProbabilisticLabels } from '@labelwright/core';
import { describeValue } from './describe-value.ts';

/** Refuses what is no label matrix. */
export function assertVotes(value: unknown): asserts value is LabelMatrix {
  if (value instanceof LabelMatrix) return;
  throw new LabelwrightError(
    'mismatch',
    `found ${describeValue(value)}; expected votes, as applyTo gives them`,
  );
}

/** Refuses what is no distributions. */
export function assertDistributions(value: unknown): asserts value is ProbabilisticLabels {
  if (value instanceof ProbabilisticLabels) return;
  refuse(value, 'distributions, as a label model predicts them');
}

/** Refuses what is neither distributions nor a list of labels. */
export function assertPredicted(value: unknown): void {
  if (value instanceof ProbabilisticLabels || Array.isArray(value)) return;
  refuse(value, 'distributions, as a label model predicts them, or a list of labels');
}

function refuse(value: unknown, expected: string): never {
  throw new LabelwrightError('mismatch', `found ${describeValue(value)}; expected ${expected}`);
}
