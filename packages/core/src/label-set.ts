import { LabelwrightError } from './errors.ts';

/** The vote of a labeling function that abstains, in the typed arrays of a matrix; nowhere else. */
export const ABSTAIN = -1;

/** The most labels that a task can have. */
export const MAX_LABELS = 32_767;

/**
 * Refuses names that are empty or used twice.
 *
 * @param kind - what the names name, for the message: `label`, `labeling function`
 */
export function assertNames(kind: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (typeof name !== 'string' || name === '') {
      throw new LabelwrightError(
        'invalid-definition',
        `found a ${kind} without a name; expected a non-empty string`,
      );
    }
    if (seen.has(name)) {
      throw new LabelwrightError(
        'invalid-definition',
        `found two ${kind}s named '${name}'; expected each name once`,
      );
    }
    seen.add(name);
  }
}

/**
 * Turns named labels into their positions; `undefined` and `null` become {@link ABSTAIN}.
 *
 * Gold labels travel between packages in this form: one position per record, `ABSTAIN` where unknown.
 *
 * @example
 * ```ts import.meta.vitest
 * [...labelPositions(['ham', 'spam'], ['spam', undefined, 'ham'])]; // => [1, -1, 0]
 * ```
 */
export function labelPositions<L extends string>(
  labels: readonly L[],
  values: readonly (L | null | undefined)[],
): Int16Array {
  const positions = new Map<string, number>(labels.map((label, k) => [label, k]));
  const result = new Int16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const position = value === undefined || value === null ? ABSTAIN : positions.get(value);
    if (position === undefined) {
      throw new LabelwrightError(
        'mismatch',
        `record ${i} has the label '${value}'; expected ${oneOf(labels)}`,
      );
    }
    result[i] = position;
  }
  return result;
}

/**
 * Refuses the position of a record that is not there.
 *
 * @throws `invalid-option`
 */
export function assertRow({ rows }: { readonly rows: number }, row: number): void {
  if (Number.isInteger(row) && row >= 0 && row < rows) return;
  const expected = rows === 0 ? 'none, as there are no records' : `0 to ${rows - 1}`;
  throw new LabelwrightError('invalid-option', `found row ${row}; expected ${expected}`);
}

/** Names the choices in a message: `one of ham, spam`; long lists are cut. */
export function oneOf(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  const rest = names.length > 12 ? ` … (${names.length} in all)` : '';
  return `one of ${shown}${rest}`;
}
