import { appendFile, stat } from 'node:fs/promises';
import { type LabelMatrix, LabelwrightError, oneOf } from '@labelwright/core';
import { readRecords } from '@labelwright/io';
import type { Answer } from '@labelwright/label-model';

/** Reads the answers of a file, if it is there: `{"id","label"}` a line; the last word on a record holds. */
export async function readAnswers(path: string, votes: LabelMatrix): Promise<Answer[]> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return [];
  const rows = new Map(Array.from({ length: votes.rows }, (_, row) => [votes.idOf(row), row]));
  const answers = new Map<number, Answer>();
  for await (const { records, lines } of readRecords(path)) {
    for (const [n, { id, label, random }] of records.entries()) {
      const place = `${path}, line ${lines[n]}`;
      const row = rows.get(String(id));
      if (row === undefined) {
        throw new LabelwrightError(
          'mismatch',
          `${place}: the votes have no record '${id}'; expected one of them`,
        );
      }
      if (!votes.labels.includes(String(label))) {
        throw new LabelwrightError(
          'mismatch',
          `${place}: found the label '${label}'; expected ${oneOf(votes.labels)}`,
        );
      }
      answers.set(row, { row, label: String(label), ...(random === true && { random }) });
    }
  }
  return [...answers.values()];
}

/** Writes an answer behind the others at once, so that none is lost. */
export async function appendAnswer(path: string, votes: LabelMatrix, answer: Answer): Promise<void> {
  const { row, label, random } = answer;
  const line = { id: votes.idOf(row), label, ...(random && { random }) };
  await appendFile(path, `${JSON.stringify(line)}\n`);
}
