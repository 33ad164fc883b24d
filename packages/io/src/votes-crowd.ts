import { LabelwrightError, MAX_LABELS } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { toLabel } from './integer-votes.ts';
import { readRecords } from './read-records.ts';

import { VoteBatchBuilder } from './vote-batch-builder.ts';
import { assertGiven, findNames } from './vote-names.ts';
import type { Names, VoteBatch, VoteOpener } from './vote-source.ts';

/** Answers in the order of the file, each as a task, a worker and a label by number. */
interface Answers {
  readonly tasks: readonly string[];
  readonly workers: readonly string[];
  readonly labels: readonly string[];
  /** `[worker, label, …]` of each task. */
  readonly byTask: readonly number[][];
  readonly replaced: number;
}

/**
 * Opens the answers of a crowd, `task, worker, label` in JSON Lines or CSV: tasks are the records, workers the
 * labeling functions, both in the order of their first answer.
 *
 * Labels are names, or positions among the labels given or in the `dataset.json` beside it; without either they
 * are sorted. Of several answers of a worker on a task the last one counts. The answers are kept in memory.
 */
export const openCrowdVotes: VoteOpener = async (path, given) => {
  const { labels } = await findNames(path, { labels: given.labels });
  const answers = await readAnswers(path, labels);
  assertGiven(path, 'workers', given.functions, answers.workers);
  const names = { labels: answers.labels, functions: answers.workers };
  return { ...names, replaced: answers.replaced, batches: () => readTasks(answers, names) };
};

async function readAnswers(path: string, labels: readonly string[] | undefined): Promise<Answers> {
  const tasks = new Numbering();
  const workers = new Numbering();
  const found = new Numbering(labels);
  const byTask: number[][] = [];
  let replaced = 0;
  for await (const { records, lines } of readRecords(path)) {
    for (const [i, record] of records.entries()) {
      const place = () => `${path}, line ${lines[i]}`;
      const task = tasks.of(textField(place, record, 'task'));
      const worker = workers.of(textField(place, record, 'worker'));
      const label = toLabel(place, record.label, labels);
      if (label === undefined) throw missing(place, 'label');
      byTask[task] ??= [];
      if (setAnswer(byTask[task], worker, found.of(label))) replaced++;
    }
  }
  return { tasks: tasks.names, workers: workers.names, ...sortLabels(found.names, byTask, labels), replaced };
}

/** Sets a worker's answer in the list of a task; holds where it replaces an earlier one. */
function setAnswer(answers: number[], worker: number, label: number): boolean {
  for (let at = 0; at < answers.length; at += 2) {
    if (answers[at] !== worker) continue;
    answers[at + 1] = label;
    return true;
  }
  answers.push(worker, label);
  return false;
}

/** Brings labels that were found, not given, into an order that does not depend on the answers' order. */
function sortLabels(
  found: readonly string[],
  byTask: readonly number[][],
  given: readonly string[] | undefined,
): Pick<Answers, 'labels' | 'byTask'> {
  if (found.length > MAX_LABELS) {
    throw new LabelwrightError(
      'invalid-file',
      `found ${found.length} labels; expected at most ${MAX_LABELS}`,
    );
  }
  if (given !== undefined) return { labels: given, byTask };
  const labels = sortedNames(found);
  const position = found.map((name) => labels.indexOf(name));
  return {
    labels,
    byTask: byTask.map((list) => list.map((value, at) => (at % 2 === 1 ? position[value] : value))),
  };
}

/** Names in their order: as numbers where all are, by code units otherwise. */
export function sortedNames(names: readonly string[]): string[] {
  const numbers = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  return numbers ? names.toSorted((a, b) => Number(a) - Number(b)) : names.toSorted();
}

async function* readTasks(answers: Answers, names: Names): AsyncGenerator<VoteBatch> {
  const builder = new VoteBatchBuilder(names.labels, names.functions);
  for (let task = 0; task < answers.tasks.length; task++) {
    const list = answers.byTask[task];
    builder.begin(answers.tasks[task]);
    for (let at = 0; at < list.length; at += 2) builder.vote(list[at], list[at + 1]);
    if (builder.full) yield builder.take((task + 1) / answers.tasks.length);
  }
  if (builder.rows > 0) yield builder.take(1);
}

function textField(place: () => string, record: Record<string, unknown>, field: string): string {
  const value = record[field];
  if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
  throw missing(place, field);
}

function missing(place: () => string, field: string): Error {
  return fileError(place(), `: found no ${field}; expected the fields task, worker, label`);
}

/** Numbers names in the order in which they are met. */
class Numbering {
  readonly names: string[];
  readonly #numberOf: Map<string, number>;

  constructor(names: readonly string[] = []) {
    this.names = [...names];
    this.#numberOf = new Map(names.map((name, number) => [name, number]));
  }

  of(name: string): number {
    let number = this.#numberOf.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.names.push(name);
      this.#numberOf.set(name, number);
    }
    return number;
  }
}
