import { LabelwrightError } from './errors.ts';
import { areLabels, fromOne, wordsOf } from './four-votes.ts';
import { shareKind } from './kind.ts';
import { ABSTAIN, assertNames, assertRow, MAX_LABELS, oneOf } from './label-set.ts';

/** Votes as label positions, {@link ABSTAIN} where a function abstained; wide where there are over 127 labels. */
export type VoteArray = Int8Array | Int16Array;

/** What a {@link LabelMatrix} is made of. */
export interface LabelMatrixParts<L extends string, F extends string> {
  /** The labels of the task, in order. */
  readonly labels: readonly L[];
  /** The names of the labeling functions, in the order of the columns. */
  readonly functions: readonly F[];
  /** Row-major votes: `votes[row * functions.length + column]`. */
  readonly votes: VoteArray;
  /** Confidences of the votes in (0, 1], in the shape of `votes`; 1 for a plain vote and where abstained. */
  readonly confidences?: Float32Array | undefined;
  /** Names of the records, one per row and unique; their positions where left out. */
  readonly ids?: readonly string[] | undefined;
}

/** One labeling function's vote on one record. */
export interface Vote<L extends string, F extends string = string> {
  readonly function: F;
  readonly label: L;
  /** In (0, 1]. */
  readonly confidence: number;
}

/**
 * The votes of named labeling functions on records.
 *
 * Rows are records, columns are labeling functions. Immutable: every method returns a new matrix.
 *
 * @example
 * ```ts import.meta.vitest
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['link', 'short'], [['spam', undefined], ['spam', 'ham']]);
 * votes.rows; // => 2
 * votes.vote(1, 'short'); // => 'ham'
 * votes.vote(0, 'short'); // => undefined
 * ```
 */
export class LabelMatrix<L extends string = string, F extends string = string> {
  static {
    shareKind(LabelMatrix, 'LabelMatrix');
  }

  readonly labels: readonly L[];
  readonly functions: readonly F[];
  readonly votes: VoteArray;
  readonly confidences: Float32Array | undefined;
  readonly ids: readonly string[] | undefined;
  /** The number of records. */
  readonly rows: number;
  /** The number of labeling functions. */
  readonly columns: number;

  constructor(parts: LabelMatrixParts<L, F>) {
    this.labels = parts.labels;
    this.functions = parts.functions;
    this.votes = parts.votes;
    this.confidences = parts.confidences;
    this.ids = parts.ids;
    this.columns = parts.functions.length;
    this.rows = this.columns === 0 ? (parts.ids?.length ?? 0) : parts.votes.length / this.columns;
    assertShape(this);
    assertVotes(this);
  }

  /** The label that the function voted on the record, or `undefined` where it abstained. */
  vote(row: number, name: F): L | undefined {
    assertRow(this, row);
    const vote = this.votes[row * this.columns + this.columnOf(name)];
    return vote === ABSTAIN ? undefined : this.labels[vote];
  }

  /** All votes on the record, in the order of the functions. */
  votesOn(row: number): Vote<L, F>[] {
    assertRow(this, row);
    const found: Vote<L, F>[] = [];
    for (let j = 0; j < this.columns; j++) {
      const cell = row * this.columns + j;
      const label = this.labels[this.votes[cell]];
      if (label === undefined) continue;
      found.push({ function: this.functions[j], label, confidence: this.confidences?.[cell] ?? 1 });
    }
    return found;
  }

  /** The id of the record: its given name, or its position. */
  idOf(row: number): string {
    return this.ids?.[row] ?? String(row);
  }

  /** The column of the function; an error where there is none of that name. */
  columnOf(name: string): number {
    const column = (this.functions as readonly string[]).indexOf(name);
    if (column >= 0) return column;
    throw new LabelwrightError(
      'mismatch',
      `found no labeling function '${name}'; expected ${oneOf(this.functions)}`,
    );
  }

  /** The votes of these functions only, in this order. */
  select<G extends F>(names: readonly G[]): LabelMatrix<L, G> {
    return this.gather(
      names,
      names.map((name) => this.columnOf(name)),
    );
  }

  /** The votes without these functions. */
  drop<G extends F>(names: readonly G[]): LabelMatrix<L, Exclude<F, G>> {
    const dropped = new Set(names.map((name) => this.columnOf(name)));
    const kept = this.functions.flatMap((_, j) => (dropped.has(j) ? [] : [j]));
    return this.gather(kept.map((j) => this.functions[j]) as unknown as Exclude<F, G>[], kept);
  }

  /** These records only, in this order, given by position. */
  take(rows: ArrayLike<number>): LabelMatrix<L, F> {
    const { columns } = this;
    const votes = voteArray(this.labels.length, rows.length * columns);
    const confidences = this.confidences && new Float32Array(rows.length * columns);
    for (let i = 0; i < rows.length; i++) {
      assertRow(this, rows[i]);
      const from = rows[i] * columns;
      votes.set(this.votes.subarray(from, from + columns), i * columns);
      if (this.confidences) confidences?.set(this.confidences.subarray(from, from + columns), i * columns);
    }
    const ids = this.ids && Array.from(rows, (row) => this.idOf(row));
    return new LabelMatrix({ labels: this.labels, functions: this.functions, votes, confidences, ids });
  }

  /** The records for which the test holds, and the others. */
  split(test: (row: number) => boolean): readonly [LabelMatrix<L, F>, LabelMatrix<L, F>] {
    const inside: number[] = [];
    const outside: number[] = [];
    for (let i = 0; i < this.rows; i++) (test(i) ? inside : outside).push(i);
    return [this.take(inside), this.take(outside)];
  }

  private gather<G extends string>(functions: readonly G[], from: readonly number[]): LabelMatrix<L, G> {
    const width = from.length;
    const votes = voteArray(this.labels.length, this.rows * width);
    const confidences = this.confidences && new Float32Array(this.rows * width);
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < width; j++) {
        const cell = i * this.columns + from[j];
        votes[i * width + j] = this.votes[cell];
        if (confidences) confidences[i * width + j] = this.confidences?.[cell] ?? 1;
      }
    }
    const ids =
      this.ids ?? (width === 0 ? Array.from({ length: this.rows }, (_, i) => String(i)) : undefined);
    return new LabelMatrix({ labels: this.labels, functions, votes, confidences, ids });
  }

  /** Builds the matrix from one list of votes per record. */
  static fromRows<L extends string, F extends string>(
    labels: readonly L[],
    functions: readonly F[],
    rows: readonly (readonly (NoInfer<L> | null | undefined)[])[],
    ids?: readonly string[],
  ): LabelMatrix<L, F> {
    const votes = voteArray(labels.length, rows.length * functions.length).fill(ABSTAIN);
    const positions = positionOf(labels);
    for (const [i, row] of rows.entries()) {
      if (row.length !== functions.length) {
        throw new LabelwrightError(
          'invalid-matrix',
          `row ${i} has ${row.length} votes; expected one for each of ${functions.length} labeling functions`,
        );
      }
      for (const [j, label] of row.entries()) {
        votes[i * functions.length + j] = positions(label, () => `'${functions[j]}' on record ${i}`);
      }
    }
    return new LabelMatrix({ labels, functions, votes, ids: ids ?? rowIds(functions, rows.length) });
  }

  /** Builds the matrix from one list of votes per labeling function. */
  static fromColumns<L extends string, F extends string>(
    labels: readonly L[],
    columns: Readonly<Record<F, readonly (NoInfer<L> | null | undefined)[]>>,
    ids?: readonly string[],
  ): LabelMatrix<L, F> {
    const functions = Object.keys(columns) as F[];
    const rows = functions.length === 0 ? 0 : columns[functions[0]].length;
    const votes = voteArray(labels.length, rows * functions.length).fill(ABSTAIN);
    const positions = positionOf(labels);
    for (const [j, name] of functions.entries()) {
      if (columns[name].length !== rows) {
        throw new LabelwrightError(
          'invalid-matrix',
          `'${name}' has ${columns[name].length} votes; expected ${rows}, as '${functions[0]}' has`,
        );
      }
      for (const [i, label] of columns[name].entries()) {
        votes[i * functions.length + j] = positions(label, () => `'${name}' on record ${i}`);
      }
    }
    return new LabelMatrix({ labels, functions, votes, ids });
  }

  /** Builds the matrix from `[row, function, label]` triples; every other cell abstains. */
  static fromTriples<L extends string, F extends string>(
    labels: readonly L[],
    functions: readonly F[],
    rows: number,
    triples: Iterable<readonly [row: number, name: F, label: L]>,
    ids?: readonly string[],
  ): LabelMatrix<L, F> {
    const votes = voteArray(labels.length, rows * functions.length).fill(ABSTAIN);
    const column = new Map<string, number>(functions.map((name, j) => [name, j]));
    const positions = positionOf(labels);
    for (const [i, name, label] of triples) {
      const j = column.get(name);
      if (j === undefined || !(Number.isInteger(i) && i >= 0 && i < rows)) {
        throw new LabelwrightError(
          'invalid-matrix',
          `found a vote of '${name}' on row ${i}; expected a row below ${rows} and ${oneOf(functions)}`,
        );
      }
      const cell = i * functions.length + j;
      const vote = positions(label, () => `'${name}' on record ${i}`);
      if (votes[cell] !== ABSTAIN && votes[cell] !== vote) {
        throw new LabelwrightError(
          'invalid-matrix',
          `found the votes '${labels[votes[cell]]}' and '${label}' of '${name}' on row ${i}; expected one`,
        );
      }
      votes[cell] = vote;
    }
    return new LabelMatrix({ labels, functions, votes, ids: ids ?? rowIds(functions, rows) });
  }

  /** Puts the records of matrices over the same labels and functions one after the other. */
  static concat<L extends string, F extends string>(
    matrices: readonly [LabelMatrix<L, F>, ...LabelMatrix<L, F>[]],
  ): LabelMatrix<L, F> {
    const [first] = matrices;
    if (first === undefined) {
      throw new LabelwrightError('invalid-matrix', 'found no matrices; expected at least one');
    }
    for (const other of matrices) assertSameNames(first, other);
    const cells = matrices.reduce((sum, matrix) => sum + matrix.votes.length, 0);
    const votes = voteArray(first.labels.length, cells);
    const weighted = matrices.some((matrix) => matrix.confidences);
    const confidences = weighted ? new Float32Array(cells).fill(1) : undefined;
    let offset = 0;
    for (const matrix of matrices) {
      votes.set(matrix.votes, offset);
      if (matrix.confidences) confidences?.set(matrix.confidences, offset);
      offset += matrix.votes.length;
    }
    const named = matrices.every((matrix) => matrix.ids);
    const ids = named ? matrices.flatMap((matrix) => [...(matrix.ids ?? [])]) : undefined;
    return new LabelMatrix({ labels: first.labels, functions: first.functions, votes, confidences, ids });
  }

  /** Puts the functions of matrices over the same labels and records side by side. */
  static join<L extends string, F extends string, G extends string>(
    left: LabelMatrix<L, F>,
    right: LabelMatrix<L, G>,
  ): LabelMatrix<L, F | G> {
    assertSame('labels', left.labels, right.labels);
    if (left.rows !== right.rows) {
      throw new LabelwrightError(
        'mismatch',
        `the right matrix has ${right.rows} records; expected ${left.rows}`,
      );
    }
    if (left.ids && right.ids) assertSame('record ids', left.ids, right.ids);
    const functions: (F | G)[] = [...left.functions, ...right.functions];
    const width = functions.length;
    const votes = voteArray(left.labels.length, left.rows * width);
    const weighted = left.confidences ?? right.confidences;
    const confidences = weighted && new Float32Array(left.rows * width).fill(1);
    for (const [matrix, at] of [[left, 0] as const, [right, left.columns] as const]) {
      for (let i = 0; i < left.rows; i++) {
        const from = i * matrix.columns;
        votes.set(matrix.votes.subarray(from, from + matrix.columns), i * width + at);
        const shares = matrix.confidences?.subarray(from, from + matrix.columns);
        if (shares) confidences?.set(shares, i * width + at);
      }
    }
    return new LabelMatrix({
      labels: left.labels,
      functions,
      votes,
      confidences,
      ids: left.ids ?? right.ids,
    });
  }
}

/** Allocates votes for a task with so many labels; the cells are 0 until filled. */
export function voteArray(labels: number, cells: number): VoteArray {
  return labels <= 127 ? new Int8Array(cells) : new Int16Array(cells);
}

/** Refuses matrices whose labels or labeling functions differ. */
export function assertSameNames(
  expected: { readonly labels: readonly string[]; readonly functions: readonly string[] },
  found: { readonly labels: readonly string[]; readonly functions: readonly string[] },
): void {
  assertSame('labels', expected.labels, found.labels);
  assertSame('labeling functions', expected.functions, found.functions);
}

function assertSame(kind: string, expected: readonly string[], found: readonly string[]): void {
  if (expected.length === found.length && expected.every((name, i) => name === found[i])) return;
  const list = (names: readonly string[]) => oneOf(names).replace('one of ', '');
  throw new LabelwrightError('mismatch', `found the ${kind} ${list(found)}; expected ${list(expected)}`);
}

function assertShape(matrix: LabelMatrix): void {
  assertNames('label', matrix.labels);
  assertNames('labeling function', matrix.functions);
  const { labels, votes, rows, columns, ids, confidences } = matrix;
  if (labels.length === 0 || labels.length > MAX_LABELS) {
    throw new LabelwrightError(
      'invalid-matrix',
      `found ${labels.length} labels; expected 1 to ${MAX_LABELS}`,
    );
  }
  if (!Number.isInteger(rows) || (columns === 0 && votes.length > 0)) {
    throw new LabelwrightError(
      'invalid-matrix',
      `found ${votes.length} votes; expected a multiple of ${columns}, the number of labeling functions`,
    );
  }
  if (ids && ids.length !== rows) {
    throw new LabelwrightError('invalid-matrix', `found ${ids.length} record ids; expected ${rows}`);
  }
  if (confidences && confidences.length !== votes.length) {
    throw new LabelwrightError(
      'invalid-matrix',
      `found ${confidences.length} confidences; expected ${votes.length}`,
    );
  }
}

function assertVotes({ votes, confidences, labels, functions, columns }: LabelMatrix): void {
  const K = labels.length;
  for (let cell = firstUnchecked(votes, K); cell < votes.length; cell++) {
    if (votes[cell] >= ABSTAIN && votes[cell] < K) continue;
    const place = `'${functions[cell % columns]}' on record ${Math.floor(cell / columns)}`;
    throw new LabelwrightError(
      'invalid-matrix',
      `${place} voted ${votes[cell]}; expected ${ABSTAIN} to abstain or 0 to ${K - 1}`,
    );
  }
  if (!confidences) return;
  for (let cell = 0; cell < confidences.length; cell++) {
    if (confidences[cell] > 0 && confidences[cell] <= 1) continue;
    const place = `'${functions[cell % columns]}' on record ${Math.floor(cell / columns)}`;
    throw new LabelwrightError(
      'invalid-matrix',
      `${place} has the confidence ${confidences[cell]}; expected above 0 and at most 1`,
    );
  }
}

/** Checks four votes at a time; returns the first cell that is left to check. */
function firstUnchecked(votes: VoteArray, labels: number): number {
  const words = votes instanceof Int8Array && labels <= 127 ? wordsOf(votes) : undefined;
  if (!words) return 0;
  let n = 0;
  while (n < words.length && areLabels(fromOne(words[n]), labels)) n++;
  return n * 4;
}

function positionOf(
  labels: readonly string[],
): (label: string | null | undefined, where: () => string) => number {
  const positions = new Map(labels.map((label, k) => [label, k]));
  return (label, where) => {
    if (label === undefined || label === null) return ABSTAIN;
    const position = positions.get(label);
    if (position !== undefined) return position;
    throw new LabelwrightError('invalid-matrix', `${where()} voted '${label}'; expected ${oneOf(labels)}`);
  };
}

/** Without functions the votes do not tell how many records there are, so ids must. */
function rowIds(functions: readonly string[], rows: number): string[] | undefined {
  return functions.length === 0 ? Array.from({ length: rows }, (_, i) => String(i)) : undefined;
}
