/** The words of a text by number, and whether each follows the one before with nothing but white space between. */
export interface Tokens {
  readonly numbers: Int32Array;
  /** 0 where the word does not follow, 1 where it follows a space, 2 where it follows at once. */
  readonly follows: Uint8Array;
}

/** Scripts that are written without spaces: every letter is a word. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\u30fc`;
const WORD = new RegExp(String.raw`[${UNSPACED}]\p{M}*|(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}_])+`, 'gu');
/** A word of three letters, or a letter that is a word: anything shorter tells nothing. */
export const TELLING: RegExp = new RegExp(String.raw`[\p{L}\p{M}]{3}|[${UNSPACED}]`, 'u');
const unspaced = new RegExp(`^[${UNSPACED}]`, 'u');

/** Numbers the words of a text; adds those that are new to the spelled ones. */
export function tokenize(text: string, spelled: Map<string, number>): Tokens {
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
export function frequentOnes(
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
