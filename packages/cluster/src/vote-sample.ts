/** A record of the sample: its key, and its votes as column, label and, where it is unsure, level. */
export interface SampledVotes {
  readonly key: number;
  readonly votes: readonly (readonly number[])[];
}

/** The records with the lowest keys. */
export class VoteSample {
  readonly #most: number;
  #kept: SampledVotes[] = [];
  /** Records from here on are not among the lowest. */
  #limit = Number.POSITIVE_INFINITY;

  /** @param most - how many records are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** Holds where a record with this key may be among the lowest. */
  wants(key: number): boolean {
    return this.#most > 0 && key <= this.#limit;
  }

  add(record: SampledVotes): void {
    if (!this.wants(record.key)) return;
    this.#kept.push(record);
    if (this.#kept.length >= 2 * this.#most) this.#shrink();
  }

  /** The records kept, by key, and by votes where keys are equal. */
  list(): readonly SampledVotes[] {
    this.#shrink();
    return this.#kept;
  }

  #shrink(): void {
    this.#kept.sort((one, other) => one.key - other.key || compareVotes(one.votes, other.votes));
    if (this.#kept.length <= this.#most) return;
    this.#kept.length = this.#most;
    this.#limit = this.#kept[this.#most - 1].key;
  }
}

function compareVotes(one: SampledVotes['votes'], other: SampledVotes['votes']): number {
  const [left, right] = [one, other].map((votes) => votes.flat());
  for (let n = 0; n < Math.min(left.length, right.length); n++) {
    if (left[n] !== right[n]) return left[n] - right[n];
  }
  return left.length - right.length;
}
