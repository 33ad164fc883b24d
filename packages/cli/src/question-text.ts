import type { LabelMatrix } from '@labelwright/core';

const LONGEST = 2000;

/** Who votes what on the record: `link says spam, song says ham`. */
export function describeVotes(votes: LabelMatrix, row: number): string {
  const byLabel = new Map<string, string[]>();
  for (const { function: name, label } of votes.votesOn(row)) {
    byLabel.set(label, [...(byLabel.get(label) ?? []), name]);
  }
  const sides = [...byLabel].map(
    ([label, names]) => `${names.join(', ')} ${names.length > 1 ? 'say' : 'says'} ${label}`,
  );
  return sides.join('; ');
}

/** What there is to read of a record: the field, or else all of it as JSON. */
export function describeRecord(record: Readonly<Record<string, unknown>>, field: string): string {
  const text = record[field];
  const whole = typeof text === 'string' ? text : JSON.stringify(record);
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)} …` : whole;
}

/** The label that a person means: its name, its number from 1 on, or the first letters of one label only. */
export function labelMeant(labels: readonly string[], typed: string): string | undefined {
  if (labels.includes(typed)) return typed;
  const number = Number(typed);
  if (Number.isInteger(number) && number >= 1 && number <= labels.length) return labels[number - 1];
  const starting = labels.filter((label) => label.toLowerCase().startsWith(typed.toLowerCase()));
  return starting.length === 1 ? starting[0] : undefined;
}

/** The labels to choose from: `1 ham, 2 spam`. */
export function describeChoices(labels: readonly string[]): string {
  return labels.map((label, k) => `${k + 1} ${label}`).join(', ');
}
