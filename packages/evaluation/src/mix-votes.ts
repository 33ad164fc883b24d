import { ABSTAIN, LabelMatrix, LabelwrightError, type VoteArray, voteArray } from '@labelwright/core';

/** Two runs beside each other. */
export interface VotePair<L extends string = string> {
  readonly before: LabelMatrix<L>;
  readonly after: LabelMatrix<L>;
  /** The row before of each row after, -1 where the record is new. */
  readonly rowBefore: Int32Array;
}

/** Finds each record of one run in the other, by its id. */
export function pairVotes<L extends string>(before: LabelMatrix<L>, after: LabelMatrix<L>): VotePair<L> {
  if (JSON.stringify(before.labels) !== JSON.stringify(after.labels)) {
    throw new LabelwrightError(
      'mismatch',
      `the later votes have the labels ${after.labels.join(', ')}; expected ${before.labels.join(', ')}`,
    );
  }
  const rows = new Map(Array.from({ length: before.rows }, (_, i) => [before.idOf(i), i]));
  const rowBefore = Int32Array.from({ length: after.rows }, (_, i) => rows.get(after.idOf(i)) ?? -1);
  return { before, after, rowBefore };
}

/** What became of a labeling function. */
export interface FunctionChange<F extends string = string> {
  readonly name: F;
  readonly change: 'added' | 'removed' | 'changed';
  /** The records of both runs on which its vote is not the same. */
  readonly votes: number;
}

/** The functions whose votes differ on the records of both runs; one that only has a new name has not changed. */
export function changedColumns({ before, after, rowBefore }: VotePair): FunctionChange[] {
  const differing = (from: number, to: number): number => {
    let count = 0;
    for (let i = 0; i < rowBefore.length; i++) {
      if (rowBefore[i] >= 0 && !sameVote(before, rowBefore[i], from, after, i, to)) count++;
    }
    return count;
  };
  const column = (matrix: LabelMatrix, name: string): number => matrix.functions.indexOf(name);
  const removed = before.functions.filter((name) => column(after, name) < 0);
  const added = after.functions.filter((name) => column(before, name) < 0);
  const renamed = new Set<string>();
  for (const gone of removed) {
    const heir = added.find(
      (name) => !renamed.has(name) && differing(column(before, gone), column(after, name)) === 0,
    );
    if (heir !== undefined) renamed.add(gone).add(heir);
  }
  const kept = after.functions.filter((name) => column(before, name) >= 0);
  const changes: FunctionChange[] = [
    ...kept.map((name) => changeOf(name, 'changed')),
    ...added.map((name) => changeOf(name, 'added')),
    ...removed.map((name) => changeOf(name, 'removed')),
  ];
  return changes.filter(
    ({ name, change, votes }) => !renamed.has(name) && (change !== 'changed' || votes > 0),
  );

  function changeOf(name: string, change: FunctionChange['change']): FunctionChange {
    return { name, change, votes: differing(column(before, name), column(after, name)) };
  }
}

/** Holds when two cells are alike; the column -1 abstains. */
function sameVote(
  a: LabelMatrix,
  rowA: number,
  columnA: number,
  b: LabelMatrix,
  rowB: number,
  columnB: number,
): boolean {
  const cellA = rowA * a.columns + columnA;
  const cellB = rowB * b.columns + columnB;
  const voteA = columnA < 0 ? ABSTAIN : a.votes[cellA];
  const voteB = columnB < 0 ? ABSTAIN : b.votes[cellB];
  if (voteA !== voteB) return false;
  return voteA === ABSTAIN || (a.confidences?.[cellA] ?? 1) === (b.confidences?.[cellB] ?? 1);
}

/** Holds when the two runs have the same vote of the function on the record. */
export function votesAlike({ before, after, rowBefore }: VotePair, row: number, name: string): boolean {
  const [from, to] = [before.functions.indexOf(name), after.functions.indexOf(name)];
  return sameVote(before, rowBefore[row], from, after, row, to);
}

/** The votes of the later run with some functions as they were before: those not there yet are left out. */
export function mixVotes<L extends string>(
  { before, after, rowBefore }: VotePair<L>,
  old: ReadonlySet<string>,
): LabelMatrix<L> {
  const kept = after.functions.filter((name) => !old.has(name) || before.functions.includes(name));
  const revived = before.functions.filter((name) => old.has(name) && !after.functions.includes(name));
  const functions = [...kept, ...revived];
  const width = functions.length;
  const votes = voteArray(after.labels.length, after.rows * width).fill(ABSTAIN);
  const weighted = before.confidences ?? after.confidences;
  const confidences = weighted && new Float32Array(votes.length).fill(1);
  for (const [j, name] of functions.entries()) {
    const source = old.has(name) ? before : after;
    copyColumn(source, source.columnOf(name), { votes, confidences, width, column: j }, (i) =>
      old.has(name) ? rowBefore[i] : i,
    );
  }
  const ids = Array.from({ length: after.rows }, (_, i) => after.idOf(i));
  return new LabelMatrix({ labels: after.labels, functions, votes, confidences, ids });
}

interface ColumnTarget {
  readonly votes: VoteArray;
  readonly confidences: Float32Array | undefined;
  readonly width: number;
  readonly column: number;
}

function copyColumn(
  source: LabelMatrix,
  column: number,
  target: ColumnTarget,
  rowOf: (row: number) => number,
): void {
  const { votes, confidences, width } = target;
  const rows = votes.length / width;
  for (let i = 0; i < rows; i++) {
    const row = rowOf(i);
    if (row < 0) continue;
    votes[i * width + target.column] = source.votes[row * source.columns + column];
    if (confidences)
      confidences[i * width + target.column] = source.confidences?.[row * source.columns + column] ?? 1;
  }
}
