/** Makes a line of code for a phrase, or for an expression that the phrase names. */
export type RuleEntry = (phrase: string, label: string, expression?: RegExp) => string;

/**
 * Makes lines of code to paste between the braces of `functions({ … })`, each under a name that is not taken.
 *
 * @example
 * ```ts import.meta.vitest
 * const entry = ruleEntry('text', ['song']);
 * entry('check out', 'spam'); // => "checkOut: when('text', keywords('check out')).vote('spam'),"
 * entry('song', 'ham'); // => "song2: when('text', keywords('song')).vote('ham'),"
 * entry('link', 'spam', /www\./i); // => "link: when('text', matches(/www\\./i)).vote('spam'),"
 * ```
 */
export function ruleEntry(field: string, functions: readonly string[]): RuleEntry {
  const taken = new Set(functions);
  return (phrase, label, expression) => {
    const name = freeName(phrase, taken);
    taken.add(name);
    const key = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quoted(name);
    const test = expression ? `matches(${String(expression)})` : `keywords(${quoted(phrase)})`;
    return `${key}: when(${quoted(field)}, ${test}).vote(${quoted(label)}),`;
  };
}

/** The phrase as one word: `checkOut`. */
function freeName(phrase: string, taken: ReadonlySet<string>): string {
  const name = phrase.replace(/\s+(\S)/gu, (_, letter: string) => letter.toUpperCase());
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(name + number)) number++;
  return name + number;
}

function quoted(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside}'`;
}
