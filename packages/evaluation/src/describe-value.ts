/** A value as a message shows it: as JSON, cut to so many characters. */
export function describeValue(value: unknown, most = 60): string {
  return textOfValue(value).slice(0, most);
}

/** A value as JSON, integers of any size among it; by its kind where JSON cannot hold it. */
export function textOfValue(value: unknown): string {
  // JSON has no NaN and no infinity.
  if (typeof value === 'number') return String(value);
  try {
    return (
      JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ??
      String(value)
    );
  } catch {
    // JSON refuses what holds itself.
    return describeObject(value as object);
  }
}

/** An object by the first of its names. */
export function describeObject(value: object): string {
  const names = Object.keys(value);
  return names.length === 0 ? 'an empty object' : `an object with ${names.slice(0, 5).join(', ')}`;
}
