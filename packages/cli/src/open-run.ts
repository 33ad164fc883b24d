import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  type LabelMatrix,
  LabelwrightError,
  messageOf,
  oneOf,
  type ProbabilisticLabels,
} from '@labelwright/core';
import { createReport, parseSnapshot, type Snapshot, takeSnapshot } from '@labelwright/evaluation';
import { readJson, readVotes } from '@labelwright/io';
import type { LabelModel } from '@labelwright/label-model';
import { modelsOn } from './compare-models.ts';
import { readKeptVotes } from './read-kept-votes.ts';
import { readModel } from './read-model.ts';

/** The outcome of an earlier run: its snapshot, and the rest where the run's folder is there. */
export interface EarlierRun {
  readonly snapshot: Snapshot;
  /** Reads the votes, the model and its labels; `undefined` where only the snapshot is there. */
  readonly whole: () => Promise<WholeRun | undefined>;
}

/** The votes of a run, its label model and the labels. */
export interface WholeRun {
  readonly votes: LabelMatrix;
  readonly model: LabelModel;
  readonly labels: ProbabilisticLabels;
}

/** What people may name a run by, for the help of commands. */
export const RUN_PLACES = 'a folder that run wrote, its snapshot.json, or REVISION:path of one in git';

/** Opens the folder of a run, a snapshot file, or a snapshot in git named `REVISION:path`. */
export async function openRun(place: string): Promise<EarlierRun> {
  const info = await stat(place).catch(() => undefined);
  if (info?.isDirectory()) return openFolder(place);
  if (info === undefined && /^[^:]+:./.test(place)) return { snapshot: await fromGit(place), whole: nothing };
  return { snapshot: named(place, await readJson(place, 'a snapshot')), whole: nothing };
}

/** Reads the votes and the model in the folder of a run. */
export async function openWhole(folder: string): Promise<WholeRun> {
  const { votes } = await readVotes(await requireVotesIn(folder));
  const model = await readModel(join(folder, 'model.json'));
  return { votes, model, labels: model.predict(votes) };
}

/** The same for what needs no more than a random sample where the records are many. */
export async function openKept(folder: string): Promise<WholeRun & { readonly all: number }> {
  const { votes, stream } = await readKeptVotes(await requireVotesIn(folder), {});
  const model = await readModel(join(folder, 'model.json'));
  return { votes, model, labels: model.predict(votes), all: stream.rows };
}

/** Where the votes are that a place names, and beside those of a run its label model. */
export async function votesAt(
  place: string,
): Promise<{ readonly votes: string; readonly model: string | undefined }> {
  const isFolder = (await stat(place).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) return { votes: place, model: undefined };
  return { votes: await requireVotesIn(place), model: join(place, 'model.json') };
}

async function requireVotesIn(folder: string): Promise<string> {
  const path = await votesIn(folder);
  if (path !== undefined) return path;
  throw new LabelwrightError('invalid-file', `found no votes in '${folder}'; expected ${oneOf(VOTES)}`);
}

/** What `run` calls the votes, by format. */
const VOTES = ['votes.jsonl', 'votes.parquet', 'votes.arrow'];

/** The votes of the last run into the folder, in whatever format; `undefined` where there are none. */
async function votesIn(folder: string): Promise<string | undefined> {
  const paths = VOTES.map((name) => join(folder, name));
  const times = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => -1,
      ),
    ),
  );
  const last = Math.max(...times);
  return last < 0 ? undefined : paths[times.indexOf(last)];
}

const nothing = async (): Promise<undefined> => undefined;

async function openFolder(folder: string): Promise<EarlierRun> {
  const exists = async (name: string) =>
    (await stat(join(folder, name)).catch(() => undefined)) !== undefined;
  const complete = (await votesIn(folder)) !== undefined && (await exists('model.json'));
  const path = join(folder, 'snapshot.json');
  if (await exists('snapshot.json')) {
    const whole = complete ? () => openWhole(folder) : nothing;
    return { snapshot: named(path, await readJson(path)), whole };
  }
  if (complete) {
    const found = await openWhole(folder);
    return { snapshot: snapshotOf(basename(resolve(folder)), found), whole: async () => found };
  }
  throw new LabelwrightError(
    'invalid-file',
    `'${folder}' has neither a snapshot.json nor votes.jsonl and model.json; expected a folder that run wrote`,
  );
}

function snapshotOf(title: string, { votes, model, labels }: WholeRun): Snapshot {
  const report = createReport({ title, votes, models: modelsOn(votes, model) });
  return takeSnapshot({ report, votes, labels, estimator: { name: model.kind } });
}

async function fromGit(place: string): Promise<Snapshot> {
  const path = place.endsWith('.json') ? place : `${place.replace(/\/+$/, '')}/snapshot.json`;
  try {
    const { stdout } = await promisify(execFile)('git', ['show', '--end-of-options', path], {
      maxBuffer: 1 << 28,
      encoding: 'utf8',
    });
    return named(path, JSON.parse(stdout) as unknown);
  } catch (cause) {
    if (cause instanceof LabelwrightError) throw cause;
    const reason = messageOf(cause).trim().split('\n').at(-1);
    throw new LabelwrightError('invalid-file', `${place}: not in git (${reason}); expected ${RUN_PLACES}`, {
      cause,
    });
  }
}

function named(path: string, json: unknown): Snapshot {
  try {
    return parseSnapshot(json);
  } catch (cause) {
    throw new LabelwrightError('invalid-file', `${path}: ${messageOf(cause)}`, { cause });
  }
}
