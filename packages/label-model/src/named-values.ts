import { LabelwrightError, oneOf } from '@labelwright/core';

/**
 * What is given for each of these names, in their order, `undefined` where nothing is. Refuses other names.
 *
 * @param kind - what the names are of, for the error
 * @param where - what it is given as, for the error
 */
export function valuesByName<V>(
  names: readonly string[],
  given: Readonly<Record<string, V>>,
  kind: 'label' | 'labeling function',
  where: 'balance' | 'costs' | 'quality' | 'weights',
): (V | undefined)[] {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new LabelwrightError(
      'invalid-option',
      `found the ${kind} '${unknown}' in the ${where}; expected ${oneOf(names)}`,
    );
  }
  return names.map((name) => (Object.hasOwn(given, name) ? given[name] : undefined));
}

/** How often votes are right, for all functions or by name. */
type Quality = number | Readonly<Record<string, number>>;

/** The quality given for each function, by column; `undefined` where none is. */
export function givenQualities(
  functions: readonly string[],
  quality: Quality | undefined,
): (number | undefined)[] {
  assertQuality(quality);
  return typeof quality === 'object'
    ? valuesByName(functions, quality, 'labeling function', 'quality')
    : functions.map(() => quality);
}

/** Refuses a quality that is no chance. */
export function assertQuality(quality: Quality | undefined): void {
  const byName = typeof quality === 'object' && quality !== null && !Array.isArray(quality);
  const given: (readonly [string, unknown])[] = byName
    ? Object.entries(quality)
    : [['all functions', quality]];
  for (const [name, value] of given) {
    if (value === undefined || (typeof value === 'number' && value > 0 && value < 1)) continue;
    const found = typeof value === 'number' ? value : JSON.stringify(value);
    throw new LabelwrightError(
      'invalid-option',
      `the quality of ${name} is ${found}; expected between 0 and 1`,
    );
  }
}
