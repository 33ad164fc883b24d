/** The words and short phrases of texts, and which texts have each: those that `keywords` would find. */
export interface PhraseIndex {
  readonly phrases: readonly string[];
  /** How many words each phrase has. */
  readonly lengths: Uint8Array;
  /** The positions of the texts that have each phrase, ascending. */
  readonly rows: readonly Uint32Array[];
}

/** Which phrases are looked for. */
export interface PhraseOptions {
  /** In no fewer texts than this. Default 3. */
  readonly least?: number | undefined;
  /** Of no more words than this. Default 3. */
  readonly longest?: number | undefined;
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
  return {
    phrases: telling.map(({ phrase }) => phrase),
    lengths: Uint8Array.from(telling, ({ length }) => length),
    rows: telling.map(({ rows }) => rows),
  };
}

/** 1 at these places. */
function flags(length: number, places: readonly number[]): Uint8Array {
  const found = new Uint8Array(length);
  for (const place of places) found[place] = 1;
  return found;
}

/** The words of a text by number, and whether each follows the one before with nothing but white space between. */
interface Tokens {
  readonly numbers: Int32Array;
  /** 0 where the word does not follow, 1 where it follows a space, 2 where it follows at once. */
  readonly follows: Uint8Array;
}

/** Scripts that are written without spaces: every letter is a word. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\u30fc`;
const WORD = new RegExp(String.raw`[${UNSPACED}]\p{M}*|(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}_])+`, 'gu');
/** A word of three letters, or a letter that is a word: anything shorter tells nothing. */
const TELLING = new RegExp(String.raw`[\p{L}\p{M}]{3}|[${UNSPACED}]`, 'u');
const unspaced = new RegExp(`^[${UNSPACED}]`, 'u');

function tokenize(text: string, spelled: Map<string, number>): Tokens {
  const numbers: number[] = [];
  const follows: number[] = [];
  let end = -1;
  let wasUnspaced = false;
  const folded = text.normalize('NFC').toLowerCase();
  for (const { 0: word, index } of folded.matchAll(WORD)) {
    const isUnspaced = unspaced.test(word);
    const gap = end < 0 ? '.' : folded.slice(end, index);
    follows.push(gap === '' && isUnspaced && wasUnspaced ? 2 : gap !== '' && gap.trim() === '' ? 1 : 0);
    numbers.push(spelled.get(word) ?? spelled.set(word, spelled.size).size - 1);
    end = index + word.length;
    wasUnspaced = isUnspaced;
  }
  return { numbers: Int32Array.from(numbers), follows: Uint8Array.from(follows) };
}

/** The numbers that several texts have, in the order of their first text, with the texts of each. */
function frequentOnes(
  texts: readonly Int32Array[],
  least: number,
): { readonly kept: readonly number[]; readonly rows: readonly Uint32Array[] } {
  const counts: number[] = [];
  const last: number[] = [];
  const seen = (visit: (number: number, row: number) => void): void => {
    last.length = 0;
    for (const [row, numbers] of texts.entries()) {
      for (const number of numbers) {
        if (number < 0 || last[number] === row) continue;
        last[number] = row;
        visit(number, row);
      }
    }
  };
  const order: number[] = [];
  seen((number) => {
    if (counts[number] === undefined) order.push(number);
    counts[number] = (counts[number] ?? 0) + 1;
  });
  const kept = order.filter((number) => counts[number] >= least);
  const rows = new Map(kept.map((number) => [number, new Uint32Array(counts[number])]));
  const filled: number[] = [];
  seen((number, row) => {
    const list = rows.get(number);
    if (!list) return;
    filled[number] = (filled[number] ?? 0) + 1;
    list[filled[number] - 1] = row;
  });
  return { kept, rows: kept.map((number) => rows.get(number) ?? new Uint32Array()) };
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
