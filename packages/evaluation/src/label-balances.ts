import { type Estimate, estimateShare } from './estimate.ts';
import { byName } from './gold.ts';
import type { ModelReport } from './model-report.ts';
import type { VoteSummary } from './vote-summary.ts';

/** The share of each label, as one source has it. */
export interface LabelBalance<L extends string = string> {
  /** `votes`, the name of a model, or `gold`. */
  readonly source: string;
  /** Each label's share, with Wilson's interval for as many records as the source has, or votes that are independent. */
  readonly shares: Readonly<Record<L, Estimate>>;
}

/**
 * The class balance as voted, as each model has it on the covered records, and as gold has it.
 *
 * @param effects - the design effect of each label's share of the votes
 */
export function labelBalances<L extends string>(
  { labels, votesPerLabel, gold }: VoteSummary<L>,
  models: readonly ModelReport<L>[],
  effects: Readonly<Record<L, number>>,
): LabelBalance<L>[] {
  const balanceOf = (
    source: string,
    weights: Readonly<Record<L, number>>,
    effectOf: (label: L) => number = () => 1,
  ): LabelBalance<L>[] => {
    const total = labels.reduce((sum, label) => sum + weights[label], 0);
    if (total === 0) return [];
    const shares = byName(labels, (_, label) => {
      const effect = effectOf(label);
      return estimateShare(weights[label] / effect, total / effect) ?? { value: 0 };
    });
    return [{ source, shares }];
  };
  const times = (balance: Readonly<Record<L, number>>, records: number) =>
    byName(labels, (_, label) => balance[label] * records);
  return [
    ...balanceOf('votes', votesPerLabel, (label) => effects[label]),
    ...models.flatMap(({ name, balance, covered }) => balanceOf(name, times(balance, covered))),
    ...(gold ? balanceOf('gold', gold.recordsPerLabel) : []),
  ];
}
