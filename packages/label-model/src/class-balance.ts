import { LabelwrightError, oneOf } from '@labelwright/core';

/**
 * Where the class balance comes from: the same for all labels, the labels' shares of the votes, the mean of
 * these two, or given per label. Labels left out of a given balance share what is left evenly.
 */
export type Balance = 'uniform' | 'votes' | 'half-uniform' | Readonly<Record<string, number>>;

/** No label's share may fall below this: its logarithm must stay finite. */
const SMALLEST_SHARE = 1e-6;

/** The class balance in the order of the labels, summing to 1. */
export function resolveBalance(
  balance: Balance,
  labels: readonly string[],
  voteShare: Float64Array,
): Float64Array {
  const K = labels.length;
  if (typeof balance === 'object') return givenBalance(balance, labels);
  switch (balance) {
    case 'uniform':
      return new Float64Array(K).fill(1 / K);
    case 'votes':
      return normalizeBalance(voteShare);
    case 'half-uniform':
      return normalizeBalance(voteShare.map((share) => 0.5 * share + 0.5 / K));
    default:
      throw new LabelwrightError(
        'invalid-option',
        `found the balance '${String(balance)}'; expected uniform, votes, half-uniform or a share per label`,
      );
  }
}

/** The shares, none of them 0, summing to 1. */
export function normalizeBalance(shares: ArrayLike<number>): Float64Array {
  const balance = Float64Array.from(shares, (share) => Math.max(share, SMALLEST_SHARE));
  const sum = balance.reduce((total, share) => total + share, 0);
  return balance.map((share) => share / sum);
}

function givenBalance(given: Readonly<Record<string, number>>, labels: readonly string[]): Float64Array {
  const unknown = Object.keys(given).find((label) => !labels.includes(label));
  if (unknown !== undefined) {
    throw new LabelwrightError(
      'invalid-option',
      `found the label '${unknown}' in the balance; expected ${oneOf(labels)}`,
    );
  }
  for (const [label, share] of Object.entries(given)) {
    if (share >= 0 && share <= 1) continue;
    throw new LabelwrightError('invalid-option', `the balance of '${label}' is ${share}; expected 0 to 1`);
  }
  const sum = Object.values(given).reduce((total, share) => total + share, 0);
  const left = labels.filter((label) => given[label] === undefined).length;
  if (sum > 1 + 1e-6 || (left === 0 && sum < 1 - 1e-6)) {
    throw new LabelwrightError('invalid-option', `the balance sums to ${sum}; expected 1`);
  }
  return normalizeBalance(labels.map((label) => given[label] ?? (1 - sum) / left));
}
