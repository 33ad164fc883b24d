/** Adds the plural of every noun, so that a table can be asked about either form. */
export function withPlurals<T>(nouns: ReadonlyMap<string, T>): Map<string, T> {
  const plurals = [...nouns].map(([noun, value]) => [pluralOf(noun), value] as const);
  return new Map([...plurals, ...nouns]);
}

function pluralOf(noun: string): string {
  if (/man$/.test(noun)) return noun.replace(/man$/, 'men');
  if (/fe?$/.test(noun) && !/ff$|oof$|reef$/.test(noun)) return noun.replace(/fe?$/, 'ves');
  if (/[^aeiou]y$/.test(noun)) return noun.replace(/y$/, 'ies');
  if (/us$/.test(noun) && noun.length > 5) return noun.replace(/us$/, 'i');
  return /(?:s|x|z|ch|sh|[^o]o)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** The noun that says what a name of several words stands for: *ale* of `ginger ale`, *breast* of `breast of lamb`. */
export function nounOfName(name: string): string {
  const [phrase] = name.split(/ (?:of|in|for|from|with|to|and|or|on|at|the) /);
  const noun = phrase.slice(phrase.lastIndexOf(' ') + 1);
  // A single word with a capital is a surname or a taxon: Fisher, Baker, Stock.
  return noun === name && noun !== noun.toLowerCase() ? '' : noun.toLowerCase();
}
