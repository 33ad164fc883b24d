import { appendFile, stat } from 'node:fs/promises';
import { type LabelMatrix, LabelwrightError, oneOf } from '@labelwright/core';
import { readRecords } from '@labelwright/io';
import type { Answer } from '@labelwright/label-model';

/** An answer as it stands in a file. */
export interface WrittenAnswer {
  /** `answers.jsonl, line 3`. */
  readonly place: string;
  readonly id: string;
  readonly label: string;
  readonly random: boolean;
}

/** Reads the answers of a file, if it is there: `{"id","label"}` a line. */
export async function readAnswers(path: string): Promise<WrittenAnswer[]> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return [];
  const answers: WrittenAnswer[] = [];
  for await (const { records, lines } of readRecords(path)) {
    for (const [n, { id, label, random }] of records.entries()) {
      const place = `${path}, line ${lines[n]}`;
      answers.push({ place, id: String(id), label: String(label), random: random === true });
    }
  }
  return answers;
}

/** The answers by the rows of the votes; the last word on a record holds. */
export function answersOn(votes: LabelMatrix, written: readonly WrittenAnswer[]): Answer[] {
  const rows = new Map(Array.from({ length: votes.rows }, (_, row) => [votes.idOf(row), row]));
  const answers = new Map<number, Answer>();
  for (const { place, id, label, random } of written) {
    const row = rows.get(id);
    if (row === undefined) {
      throw new LabelwrightError(
        'mismatch',
        `${place}: the votes have no record '${id}'; expected one of them`,
      );
    }
    if (!votes.labels.includes(label)) {
      throw new LabelwrightError(
        'mismatch',
        `${place}: found the label '${label}'; expected ${oneOf(votes.labels)}`,
      );
    }
    answers.set(row, { row, label, ...(random && { random }) });
  }
  return [...answers.values()];
}

/** Writes an answer behind the others at once, so that none is lost. */
export async function appendAnswer(path: string, votes: LabelMatrix, answer: Answer): Promise<void> {
  const { row, label, random } = answer;
  const line = { id: votes.idOf(row), label, ...(random && { random }) };
  await appendFile(path, `${JSON.stringify(line)}\n`);
}
