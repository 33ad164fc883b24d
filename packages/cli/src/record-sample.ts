import { seededRandom } from '@labelwright/core';
import type { HtmlRecord } from '@labelwright/evaluation/html';

/** No more records than this are kept to be read, and no more characters of them. */
const [MOST_RECORDS, MOST_CHARACTERS] = [100_000, 40_000_000];

/** What may be read of records as they stream by: all of them, or a random sample of those that are too many. */
export class RecordSample {
  #share = 1;
  #size = 0;
  readonly #records = new Map<number, HtmlRecord>();

  /** Holds when the record in this row belongs to the sample as it is now. */
  wants(row: number): boolean {
    return this.#share === 1 || rowKey(row) < this.#share;
  }

  /** Keeps the record; thins the sample out where it grows too large. */
  keep(row: number, record: HtmlRecord): void {
    if (!this.wants(row)) return;
    this.#records.set(row, record);
    this.#size += sizeOf(record);
    while (this.#records.size > MOST_RECORDS || (this.#size > MOST_CHARACTERS && this.#records.size > 1))
      this.#thin();
  }

  /** What is kept of the records in these rows. */
  toList(rows: ArrayLike<number>): (HtmlRecord | undefined)[] {
    return Array.from(rows, (row) => this.#records.get(row));
  }

  #thin(): void {
    this.#share /= 2;
    for (const [row, record] of this.#records) {
      if (this.wants(row)) continue;
      this.#records.delete(row);
      this.#size -= sizeOf(record);
    }
  }
}

/** A number from 0 to 1 that depends on the row alone, so that the sample does not depend on the batches. */
export function rowKey(row: number): number {
  return seededRandom(row)();
}

/** What every record and every piece of evidence takes beside texts, counted in characters. */
const OWN_SIZE = 60;

function sizeOf({ fields, evidence = [] }: HtmlRecord): number {
  return Object.values(fields).reduce(
    (sum, text) => sum + text.length + OWN_SIZE,
    evidence.length * OWN_SIZE,
  );
}
