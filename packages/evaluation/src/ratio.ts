/** Divides; `undefined` where there is nothing to divide by. */
export function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}

/** A share of a whole; 0 where the whole is empty. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** The mean of those values that exist; `undefined` where none does. */
export function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return ratio(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  );
}
