import { oneOf } from '@labelwright/core';

/** The functions of a module, and the field that each of them tests, where it tests one. */
interface TestingFunctions {
  readonly functions: readonly string[];
  readonly fields: readonly (string | undefined)[];
}

type Row = Readonly<Record<string, unknown>>;

/** Finds the fields that labeling functions test and that no record has, such as misspelt ones. */
export class MissingFields {
  /** The functions by the field that has not been seen yet. */
  #functionsOf = new Map<string, string[]>();
  #known: readonly string[] = [];

  /** Looks at some records, for the functions that are asked about them. */
  look({ functions, fields }: TestingFunctions, records: readonly Row[]): void {
    if (records.length === 0) return;
    if (this.#known.length === 0) {
      this.#known = Object.keys(records[0]);
      this.#functionsOf = byField(functions, fields);
    }
    for (const field of this.#functionsOf.keys()) {
      if (records.some((record) => field in record)) this.#functionsOf.delete(field);
    }
  }

  /** The missing fields, each with the functions that test it. */
  toObject(): Record<string, readonly string[]> {
    return Object.fromEntries(this.#functionsOf);
  }

  /** The missing fields in words, a line each; empty without any. */
  describe(): string {
    return [...this.#functionsOf]
      .map(
        ([field, names]) =>
          `${names.join(', ')}: abstained on all records, none of which has the field '${field}'; expected ${oneOf(this.#known)}\n`,
      )
      .join('');
  }
}

function byField(functions: readonly string[], fields: TestingFunctions['fields']): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [j, field] of fields.entries()) {
    if (field !== undefined) found.set(field, [...(found.get(field) ?? []), functions[j]]);
  }
  return found;
}
