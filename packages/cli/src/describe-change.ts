import type { LabelMatrix } from '@labelwright/core';
import { type FunctionSummary, summarize, type VoteSummary } from '@labelwright/evaluation';
import { majorityVote } from '@labelwright/label-model';

/** What one round of watching found. */
export interface Round {
  readonly summary: VoteSummary;
  /** The label of each record by majority, as its position; -1 without votes or in a tie. */
  readonly labels: Int16Array;
  readonly names: readonly string[];
}

/** Sums up the votes of a round. */
export function roundOf(votes: LabelMatrix): Round {
  const posterior = majorityVote().fit(votes).predict(votes);
  const positions = new Map(votes.labels.map((label, k) => [label, k]));
  // Records with the same votes share their probabilities, and so their label.
  const known = new Map<number, number>();
  const labels = Int16Array.from({ length: votes.rows }, (_, row) => {
    const place = posterior.index[row];
    const label = known.get(place) ?? positions.get(posterior.top(row) ?? '') ?? -1;
    known.set(place, label);
    return label;
  });
  return { summary: summarize(votes), labels, names: votes.labels };
}

/** What differs from the round before, in lines; all that there is, in the first round. */
export function describeChange(now: Round, before: Round | undefined): string[] {
  const { summary } = now;
  const lines = [
    `  coverage   ${shift(summary.coverage, before?.summary.coverage)}`,
    `  conflicts  ${shift(summary.conflict, before?.summary.conflict)}`,
    `  labels     ${before ? flips(now, before) : counts(now)}`,
  ];
  if (!before) return lines;
  const known = new Map(before.summary.functions.map((one) => [one.name, one]));
  for (const one of summary.functions) {
    const line = functionChange(one, known.get(one.name));
    if (line !== undefined) lines.push(`  ${one.name}: ${line}`);
    known.delete(one.name);
  }
  for (const name of known.keys()) lines.push(`  ${name}: gone`);
  return lines;
}

function functionChange(now: FunctionSummary, before: FunctionSummary | undefined): string | undefined {
  if (!before) return `new, coverage ${percent(now.coverage)}, conflicts ${percent(now.conflicts)}`;
  if (now.coverage === before.coverage && now.conflicts === before.conflicts) return undefined;
  return `coverage ${shift(now.coverage, before.coverage)}, conflicts ${shift(now.conflicts, before.conflicts)}`;
}

function shift(now: number, before: number | undefined): string {
  return before === undefined || before === now ? percent(now) : `${percent(before)} → ${percent(now)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** Which labels records had and have. */
function flips(now: Round, before: Round): string {
  const ways = new Map<string, number>();
  let changed = 0;
  for (let row = 0; row < now.labels.length; row++) {
    const [from, to] = [nameOf(before, row), nameOf(now, row)];
    if (from === to) continue;
    changed++;
    ways.set(`${from} → ${to}`, (ways.get(`${from} → ${to}`) ?? 0) + 1);
  }
  if (changed === 0) return 'none changed';
  const common = [...ways].sort(([, a], [, b]) => b - a).slice(0, 4);
  return `${count(changed)} changed: ${common.map(([way, size]) => `${way} ${count(size)}`).join(', ')}`;
}

function counts(round: Round): string {
  const sizes = new Map<string, number>();
  for (let row = 0; row < round.labels.length; row++) {
    const name = nameOf(round, row);
    sizes.set(name, (sizes.get(name) ?? 0) + 1);
  }
  return [...sizes]
    .sort(([, a], [, b]) => b - a)
    .map(([name, size]) => `${name} ${count(size)}`)
    .join(', ');
}

function nameOf({ labels, names }: Round, row: number): string {
  return labels[row] < 0 ? 'none' : names[labels[row]];
}

function count(value: number): string {
  return value.toLocaleString('en');
}
