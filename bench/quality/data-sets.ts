import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelMatrix, voteArray } from 'labelwright';

/** Votes and the true label of each record, as positions, -1 where unknown. */
export interface Split {
  readonly votes: LabelMatrix;
  readonly gold: Int16Array;
}

/** One data set: all its records, and where it has splits, what to fit on and what to score. */
export interface DataSet {
  readonly name: string;
  readonly kind: 'functions' | 'crowd';
  /** `f1` is that of the second label. */
  readonly metric: 'acc' | 'f1';
  readonly together: Split;
  readonly train: Split | undefined;
  readonly test: Split | undefined;
}

interface Row {
  readonly label: number | null;
  readonly votes: readonly number[];
}

interface Answer {
  readonly task: string;
  readonly worker: string;
  readonly label: number;
}

/** Reads every folder below this one that has a `dataset.json` and some gold. */
export function readDataSets(folder: string): DataSet[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'dataset.json')))
    .map((name) => readDataSet(join(folder, name), name))
    .filter(({ together }) => together.gold.some((label) => label >= 0));
}

function readDataSet(folder: string, name: string): DataSet {
  const about = JSON.parse(readFileSync(join(folder, 'dataset.json'), 'utf8')) as {
    readonly classes: readonly unknown[];
    readonly metric?: 'acc' | 'f1';
  };
  const labels = about.classes.map((_, k) => `label${k}`);
  const metric = about.metric ?? 'acc';
  if (existsSync(join(folder, 'answers.jsonl'))) {
    const together = readCrowd(folder, labels);
    return { name, kind: 'crowd', metric, together, train: undefined, test: undefined };
  }
  const rowsOf = (split: string) => readLines<Row>(join(folder, `${split}.jsonl`));
  const [train, valid, test, all] = ['train', 'valid', 'test', 'all'].map(rowsOf);
  const splitOf = (rows: readonly Row[]) => (rows.length > 0 ? toSplit(rows, labels) : undefined);
  return {
    name,
    kind: 'functions',
    metric,
    together: toSplit([...train, ...valid, ...test, ...all], labels),
    train: splitOf(train),
    test: splitOf(test),
  };
}

function toSplit(rows: readonly Row[], labels: readonly string[]): Split {
  const M = rows[0]?.votes.length ?? 0;
  const votes = voteArray(labels.length, rows.length * M);
  for (const [i, row] of rows.entries()) votes.set(row.votes, i * M);
  const functions = Array.from({ length: M }, (_, j) => `function${j}`);
  return {
    votes: new LabelMatrix({ labels, functions, votes }),
    gold: Int16Array.from(rows, ({ label }) => label ?? -1),
  };
}

function readCrowd(folder: string, labels: readonly string[]): Split {
  const answers = readLines<Answer>(join(folder, 'answers.jsonl'));
  const known = readLines<{ task: string; label: number }>(join(folder, 'gold.jsonl'));
  const tasks = positions(answers.map(({ task }) => task));
  const workers = positions(answers.map(({ worker }) => worker));
  const votes = voteArray(labels.length, tasks.size * workers.size).fill(-1);
  for (const { task, worker, label } of answers) {
    votes[(tasks.get(task) ?? 0) * workers.size + (workers.get(worker) ?? 0)] = label;
  }
  const gold = new Int16Array(tasks.size).fill(-1);
  for (const { task, label } of known) {
    const row = tasks.get(task);
    if (row !== undefined) gold[row] = label;
  }
  return { votes: new LabelMatrix({ labels, functions: [...workers.keys()], votes }), gold };
}

function positions(names: readonly string[]): Map<string, number> {
  return new Map([...new Set(names)].map((name, place) => [name, place]));
}

function readLines<T>(path: string): T[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T);
}
