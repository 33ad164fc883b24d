import { LabelMatrix, voteArray } from '@labelwright/core';
import { FaultLog, type FaultSummary } from '@labelwright/labeling';
import type { LabelingModule } from '@labelwright/runner';
import { mapInOrder } from './map-in-order.ts';

/** The records that are watched. */
export interface WatchedRecords {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly ids: readonly string[];
}

/** The votes of one version of a module, and what it took to find them. */
export interface WatchedVotes {
  readonly votes: LabelMatrix;
  /** The functions that were asked; the votes of others are those of the round before. */
  readonly asked: readonly string[];
  readonly faults: readonly FaultSummary[];
  readonly versions: ReadonlyMap<string, string | undefined>;
}

/** So many records go to a thread at once. */
const BATCH = 10_000;

/** Asks the functions that are new or have changed since the round before, and takes over the votes of the others. */
export async function watchedVotes(
  module: LabelingModule,
  { records, ids }: WatchedRecords,
  before: WatchedVotes | undefined,
): Promise<WatchedVotes> {
  const versions = new Map(module.functions.map((name, column) => [name, module.versions[column]]));
  const same = before && before.votes.labels.join('\0') === module.labels.join('\0') ? before : undefined;
  const asked = module.functions.filter((name) => !isKnown(same, name, versions.get(name)));
  const log = new FaultLog();
  const parts: LabelMatrix[] = [];
  for await (const { votes, faults } of mapInOrder(batchesOf(records.length), apply, module.workers)) {
    for (const fault of faults) log.add(fault);
    parts.push(votes);
  }
  const found =
    parts.length === 0 ? emptyOf(module) : LabelMatrix.concat(parts as [LabelMatrix, ...LabelMatrix[]]);
  return {
    votes: same ? takeOver(found, same.votes, asked) : found,
    asked,
    faults: log.summaries(),
    versions,
  };

  function apply(start: number) {
    const end = start + BATCH;
    return module.apply(records.slice(start, end), ids.slice(start, end), { only: asked });
  }

  async function* batchesOf(count: number): AsyncGenerator<number> {
    if (asked.length === 0 && same) return;
    for (let start = 0; start < count; start += BATCH) yield start;
  }
}

/** Functions that failed somewhere have votes like others: the fault is told once. */
function isKnown(before: WatchedVotes | undefined, name: string, version: string | undefined): boolean {
  return version !== undefined && before?.versions.get(name) === version;
}

function emptyOf({ labels, functions }: LabelingModule): LabelMatrix {
  return new LabelMatrix({ labels, functions, votes: voteArray(labels.length, 0) });
}

/** The votes found now, and those of the round before for the functions that were not asked. */
function takeOver(found: LabelMatrix, before: LabelMatrix, asked: readonly string[]): LabelMatrix {
  const { labels, functions } = found;
  const rows = before.rows;
  const votes = voteArray(labels.length, rows * functions.length).fill(-1);
  const unsure = found.confidences !== undefined || before.confidences !== undefined;
  const confidences = unsure ? new Float32Array(votes.length).fill(1) : undefined;
  for (const [column, name] of functions.entries()) {
    const from = asked.includes(name) ? found : before;
    const width = from.columns;
    const place = from.columnOf(name);
    for (let row = 0; row < rows; row++) {
      votes[row * functions.length + column] = from.votes[row * width + place];
      if (confidences && from.confidences)
        confidences[row * functions.length + column] = from.confidences[row * width + place];
    }
  }
  return new LabelMatrix({ labels, functions, votes, confidences, ids: before.ids });
}
