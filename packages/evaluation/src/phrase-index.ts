import { findFamilies, findShapes } from './phrase-patterns.ts';
import { frequentOnes, TELLING, type Tokens, tokenize } from './text-tokens.ts';

/** The words and short phrases of texts, and which texts have each: those that `keywords` would find. */
export interface PhraseIndex {
  readonly phrases: readonly string[];
  /** How many words each phrase has, 0 for a pattern. */
  readonly lengths: Uint8Array;
  /** The positions of the texts that have each phrase, ascending. */
  readonly rows: readonly Uint32Array[];
  /** What is no phrase but a pattern, by its position: its source and flags, and a word for it. */
  readonly patterns: ReadonlyMap<number, PhrasePattern>;
}

/** A regular expression that stands beside phrases. */
export interface PhrasePattern {
  /** What it finds, as a name for a labeling function. */
  readonly name: string;
  readonly expression: RegExp;
}

/** Which phrases are looked for. */
export interface PhraseOptions {
  /** In no fewer texts than this. Default 3. */
  readonly least?: number | undefined;
  /** Of no more words than this. Default 3. */
  readonly longest?: number | undefined;
  /** Whether patterns are looked for too: words that begin alike, and usual shapes such as links. Default `false`. */
  readonly patterns?: boolean | undefined;
}

/**
 * Finds the words and phrases that several texts share, without regard to case.
 *
 * Words are what `keywords` takes for words; the words of a phrase have nothing but white space between them.
 *
 * @example
 * ```ts import.meta.vitest
 * const { phrases, rows } = indexPhrases(['Check out!', 'check  OUT, now'], { least: 2 });
 * phrases; // => ['check', 'out', 'check out']
 * [...rows[2]]; // => [0, 1]
 * ```
 */
export function indexPhrases(texts: readonly string[], options: PhraseOptions = {}): PhraseIndex {
  const { least = 3, longest = 3 } = options;
  const spelled = new Map<string, number>();
  const tokens = texts.map((text) => tokenize(text, spelled));
  const words = [...spelled.keys()];
  const found: { phrase: string; length: number; rows: Uint32Array }[] = [];
  const frequent = new Uint8Array(words.length);
  // The number of the phrase that ends at each word so far, -1 where there is none that is frequent.
  let ending: Int32Array[] = tokens.map(({ numbers }) => numbers.slice());
  let spelling: readonly string[] = words;
  for (let length = 1; length <= longest; length++) {
    const { kept, rows } = frequentOnes(ending, least);
    for (const [n, number] of kept.entries()) {
      found.push({ phrase: spelling[number], length, rows: rows[n] });
      if (length === 1) frequent[number] = 1;
    }
    if (length === longest) break;
    const grown = grow(tokens, {
      ending,
      kept: flags(spelling.length, kept),
      frequent,
      least,
    });
    ending = grown.ending;
    spelling = grown.parts.map(([number, word, gap]) => spelling[number] + gap + words[word]);
  }
  const telling = found.filter(({ phrase }) => TELLING.test(phrase));
  const others = options.patterns ? [...findFamilies(tokens, words, least), ...findShapes(texts, least)] : [];
  return {
    phrases: [...telling.map(({ phrase }) => phrase), ...others.map(({ expression }) => String(expression))],
    lengths: Uint8Array.from([...telling.map(({ length }) => length), ...others.map(() => 0)]),
    rows: [...telling, ...others].map(({ rows }) => rows),
    patterns: new Map(others.map((other, n) => [telling.length + n, other])),
  };
}

/** 1 at these places. */
function flags(length: number, places: readonly number[]): Uint8Array {
  const found = new Uint8Array(length);
  for (const place of places) found[place] = 1;
  return found;
}

/** What a longer phrase is made of: the phrase before, the word, and what is between them. */
type Parts = readonly [number: number, word: number, gap: string];

/** Which words may be joined to a longer phrase. */
interface Joinable {
  /** The number of the phrase that ends at each word, for each text. */
  readonly ending: readonly Int32Array[];
  /** By the number of the phrase, and of the word: 1 where it is frequent by itself. */
  readonly kept: Uint8Array;
  readonly frequent: Uint8Array;
  readonly least: number;
}

/** Makes phrases of one more word, where the shorter one and the word are both frequent. */
function grow(
  tokens: readonly Tokens[],
  { ending, kept, frequent, least }: Joinable,
): { readonly ending: Int32Array[]; readonly parts: readonly Parts[] } {
  const words = frequent.length;
  const known = new Map<number, number>();
  const parts: Parts[] = [];
  const keys = tokens.map(({ numbers, follows }, row) =>
    Float64Array.from(numbers, (word, n) => {
      if (follows[n] === 0) return -1;
      const before = ending[row][n - 1];
      if (before < 0 || kept[before] === 0 || frequent[word] === 0) return -1;
      return (before * words + word) * 2 + follows[n] - 1;
    }),
  );
  const sketch = countRoughly(keys, least);
  const numberOf = (key: number): number => {
    if (key < 0 || sketch[slotOf(key)] < Math.min(least, 255)) return -1;
    const number = known.get(key) ?? known.set(key, parts.length).size - 1;
    const pair = Math.floor(key / 2);
    if (number === parts.length)
      parts.push([Math.floor(pair / words), pair % words, key % 2 === 1 ? '' : ' ']);
    return number;
  };
  return { ending: keys.map((list) => Int32Array.from(list, numberOf)), parts };
}

const SLOTS = 1 << 22;

/** Counts keys in slots that some share, up to a limit: most rare ones are known for rare before any is remembered. */
function countRoughly(keys: readonly Float64Array[], limit: number): Uint8Array {
  const sketch = new Uint8Array(SLOTS);
  const most = Math.min(limit, 255);
  for (const list of keys) {
    for (const key of list) {
      if (key < 0) continue;
      const slot = slotOf(key);
      if (sketch[slot] < most) sketch[slot]++;
    }
  }
  return sketch;
}

function slotOf(key: number): number {
  const high = Math.floor(key / 0x100000000);
  const mixed = Math.imul(key ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
}
