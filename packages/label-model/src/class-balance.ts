import { LabelwrightError } from '@labelwright/core';
import { valuesByName } from './named-values.ts';
import { logistic, logit } from './special-functions.ts';

/** A label's share of the records, or the interval that it lies in. */
export type Share = number | readonly [low: number, high: number];

/**
 * Where the class balance comes from: the same for all labels, the labels' shares of the votes, the mean of
 * these two, or given per label, as a share or as the interval that it lies in. Labels left out of a given balance
 * share what is left evenly. An interval stands for its middle (that of its log-odds); `auto` and `map-em` also
 * integrate over it, which makes their probabilities more cautious.
 */
export type Balance = 'uniform' | 'votes' | 'half-uniform' | Readonly<Record<string, Share>>;

/** No label's share may fall below this: its logarithm must stay finite. */
const SMALLEST_SHARE = 1e-6;
/** How often the range of what is added to log-odds is halved. */
const HALVINGS = 60;

/** The class balance in the order of the labels, summing to 1. */
export function resolveBalance(
  balance: Balance,
  labels: readonly string[],
  voteShare: Float64Array,
): Float64Array {
  const K = labels.length;
  if (typeof balance === 'object' && balance !== null) return givenBalance(balance, labels);
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

/** The labels whose share is given as an interval, with its ends. */
export function balanceIntervals(
  balance: Balance | 'learnt' | undefined,
): (readonly [label: string, ends: readonly [number, number]])[] {
  if (typeof balance !== 'object' || balance === null) return [];
  return Object.entries(balance).flatMap(([label, share]) =>
    typeof share === 'object' ? [[label, share] as const] : [],
  );
}

/** A balance in which the label has this share, and the others divide the rest as they do in another. */
export function withShare(
  labels: readonly string[],
  balance: Float64Array,
  label: string,
  share: number,
): Balance {
  const own = labels.indexOf(label);
  const rest = (1 - share) / (1 - balance[own]);
  return Object.fromEntries(labels.map((name, k) => [name, k === own ? share : balance[k] * rest]));
}

/**
 * By how much all log-odds shrink where the balance is integrated over: for log-odds of the balance with the
 * standard deviation `s`, the mean probability is nearly that of the mean log-odds times `1 / sqrt(1 + π·s²/8)`
 * (MacKay, 1992). 1 where no share is an interval.
 */
export function balanceShrinkage(balance: Balance | 'learnt' | undefined): number {
  const spreads = balanceIntervals(balance).map(
    ([, [low, high]]) => (logit(high) - logit(low)) / Math.sqrt(12),
  );
  return 1 / Math.sqrt(1 + (Math.PI * Math.max(0, ...spreads) ** 2) / 8);
}

function givenBalance(byName: Readonly<Record<string, Share>>, labels: readonly string[]): Float64Array {
  const shareOf = valuesByName(labels, byName, 'label', 'balance');
  for (const [k, share] of shareOf.entries()) assertShare(labels[k], share);
  const given = shareOf.filter((share) => share !== undefined);
  const ends = given.map((share) => (typeof share === 'number' ? [share, share] : share));
  const [low, high] = [0, 1].map((end) => ends.reduce((total, pair) => total + pair[end], 0));
  const left = labels.length - given.length;
  if (low > 1 + 1e-6 || (left === 0 && high < 1 - 1e-6)) {
    const [least, most] = [low, high].map((end) => Number(end.toFixed(6)));
    const sum = least === most ? String(least) : low > 1 ? `at least ${least}` : `at most ${most}`;
    throw new LabelwrightError('invalid-option', `the balance sums to ${sum}; expected 1`);
  }
  const shares = insideIntervals(shareOf, left > 0);
  const rest = Math.max(0, -excessOf(shares)) / left;
  return normalizeBalance(shares.map((share) => share ?? rest));
}

/** The middles of the intervals, moved alike until all shares sum to 1, or to less where others take the rest. */
function insideIntervals(given: readonly (Share | undefined)[], less: boolean): (number | undefined)[] {
  const moved = (by: number) =>
    given.map((share) => {
      if (typeof share !== 'object') return share;
      const middle = (logit(share[0]) + logit(share[1])) / 2;
      return Math.min(Math.max(logistic(middle + by), share[0]), share[1]);
    });
  const excess = (by: number) => excessOf(moved(by));
  if (less && excess(0) <= 0) return moved(0);
  let [low, high] = [-40, 40];
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) high = middle;
    else low = middle;
  }
  return moved(low);
}

/** How far the shares go beyond 1 in sum; below 0 where something is left. */
function excessOf(shares: readonly (number | undefined)[]): number {
  return shares.reduce<number>((total, share) => total + (share ?? 0), -1);
}

function assertShare(label: string, share: unknown): void {
  if (share === undefined) return;
  const ends: unknown[] = Array.isArray(share) ? share : [share, share];
  const [low, high] = ends.map((end) => (typeof end === 'number' ? end : Number.NaN));
  if (ends.length === 2 && low >= 0 && high <= 1 && low <= high) return;
  const found = Array.isArray(share) ? share.join(' to ') : String(share);
  const expected = low > high ? 'the lower end first' : '0 to 1';
  throw new LabelwrightError('invalid-option', `the balance of '${label}' is ${found}; expected ${expected}`);
}
