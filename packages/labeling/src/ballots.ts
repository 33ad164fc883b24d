import { ABSTAIN, LabelMatrix, oneOf, type VoteArray, voteArray } from '@labelwright/core';
import { type Fault, raise } from './fault.ts';

/** The least confidence that is kept. */
const LEAST = 2 ** -126;

/** The votes of a set on some records, as they come in; every cell abstains until it is cast. */
export class Ballots<L extends string, F extends string> {
  readonly #labels: readonly L[];
  readonly #names: readonly F[];
  readonly #rows: number;
  readonly #ids: readonly string[] | undefined;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #votes: VoteArray;
  readonly #onFault: ((fault: Fault) => void) | undefined;
  #confidences: Float32Array | undefined;

  constructor(parts: {
    readonly labels: readonly L[];
    readonly names: readonly F[];
    readonly rows: number;
    readonly ids: readonly string[] | undefined;
    readonly onFault: ((fault: Fault) => void) | undefined;
  }) {
    this.#labels = parts.labels;
    this.#names = parts.names;
    this.#rows = parts.rows;
    this.#ids = parts.ids;
    this.#onFault = parts.onFault;
    this.#positions = new Map(parts.labels.map((label, k) => [label, k]));
    this.#votes = voteArray(parts.labels.length, parts.rows * parts.names.length).fill(ABSTAIN);
  }

  /** Records what the function returned; what is no vote is a fault. */
  cast(row: number, column: number, returned: unknown): void {
    if (returned === undefined || returned === null) return;
    const cell = row * this.#names.length + column;
    if (typeof returned === 'string') {
      const position = this.#positions.get(returned);
      if (position === undefined)
        this.#refuse(row, column, `voted '${returned}'; expected ${oneOf(this.#labels)}`);
      else this.#votes[cell] = position;
      return;
    }
    this.#castConfident(row, column, returned);
  }

  matrix(): LabelMatrix<L, F> {
    const { length } = this.#names;
    // Without columns only the ids tell how many records there are.
    const ids =
      this.#ids ?? (length === 0 ? Array.from({ length: this.#rows }, (_, i) => String(i)) : undefined);
    return new LabelMatrix({
      labels: this.#labels,
      functions: this.#names,
      votes: this.#votes,
      confidences: this.#confidences,
      ids,
    });
  }

  #castConfident(row: number, column: number, returned: unknown): void {
    const { label, confidence } = returned as { readonly label?: unknown; readonly confidence?: unknown };
    const position = this.#positions.get(label as string);
    if (position === undefined) {
      this.#refuse(
        row,
        column,
        `returned ${shown(returned, label)}; expected ${oneOf(this.#labels)}, or undefined to abstain`,
      );
    } else if (!(typeof confidence === 'number' && confidence > 0 && confidence <= 1)) {
      this.#refuse(row, column, `has the confidence ${String(confidence)}; expected above 0 and at most 1`);
    } else {
      const cell = row * this.#names.length + column;
      this.#votes[cell] = position;
      this.#confidences ??= new Float32Array(this.#votes.length).fill(1);
      this.#confidences[cell] = Math.max(confidence, LEAST); // Smaller ones would become 0 in 32 bits.
    }
  }

  #refuse(row: number, column: number, what: string): void {
    const name = this.#names[column];
    const id = this.#ids?.[row] ?? String(row);
    const message = `labeling function '${name}' ${what}, on record '${id}'`;
    raise({ function: name, row, id, kind: 'invalid-vote', message }, this.#onFault);
  }
}

function shown(returned: unknown, label: unknown): string {
  if (label !== undefined) return `the label '${String(label)}'`;
  return typeof returned === 'object' ? 'something that is no vote' : String(returned);
}
