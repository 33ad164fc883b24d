import type { PhrasePattern } from './phrase-index.ts';
import { frequentOnes, type Tokens } from './text-tokens.ts';

/** A pattern and the texts that have it. */
export interface FoundPattern extends PhrasePattern {
  readonly rows: Uint32Array;
}

/** Words that share so many first letters may be forms of one word. */
const STEMS = [5, 7];

/** Finds first letters that several words share: `/\bsubsc/i` for subscribe, subscriber, subscription. */
export function findFamilies(
  tokens: readonly Tokens[],
  words: readonly string[],
  least: number,
): FoundPattern[] {
  return STEMS.flatMap((length) => {
    const families = new Map<string, number>();
    const members: number[] = [];
    const familyOf = Int32Array.from(words, (word) => {
      const stem = stemOf(word, length);
      if (stem === undefined) return -1;
      const family = families.get(stem) ?? families.set(stem, families.size).size - 1;
      members[family] = (members[family] ?? 0) + 1;
      return family;
    });
    const stems = [...families.keys()];
    const texts = tokens.map(({ numbers }) =>
      numbers.map((word) => (familyOf[word] >= 0 && members[familyOf[word]] > 1 ? familyOf[word] : -1)),
    );
    const { kept, rows } = frequentOnes(texts, least);
    return kept.map((family, n) => ({
      name: stems[family],
      expression: beginningWith(stems[family]),
      rows: rows[n],
    }));
  });
}

/** The first letters of the word, in UTF-16 units of the common plane; none where it has fewer, or other characters. */
function stemOf(word: string, length: number): string | undefined {
  const stem = word.slice(0, length);
  return stem.length === length && /^\p{L}+$/u.test(stem) ? stem : undefined;
}

function beginningWith(stem: string): RegExp {
  return /^[a-z]+$/.test(stem)
    ? new RegExp(`\\b${stem}`, 'i')
    : new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])${stem}`, 'iu');
}

/** What texts often have that is no word. */
const SHAPES: readonly PhrasePattern[] = [
  { name: 'link', expression: /https?:|www\./i },
  { name: 'email', expression: /\w@\w/ },
  { name: 'mention', expression: /(?:^|\s)@\w/ },
  { name: 'hashtag', expression: /(?:^|\s)#\w/ },
  { name: 'money', expression: /[$€£¥]\s?\d/ },
  { name: 'percentage', expression: /\d\s?%/ },
  { name: 'longNumber', expression: /\d{5}/ },
  { name: 'year', expression: /\b(?:1[5-9]|20)\d\d\b/ },
  { name: 'clock', expression: /\b\d\d?:\d\d\b/ },
  { name: 'capitals', expression: /\b[A-Z]{4,}\b/ },
  { name: 'exclamations', expression: /!!/ },
  { name: 'question', expression: /\?/ },
  { name: 'emoji', expression: /\p{Extended_Pictographic}/u },
];

/** Finds usual shapes: links, sums of money, capitals and so on. */
export function findShapes(texts: readonly string[], least: number): FoundPattern[] {
  return SHAPES.flatMap((shape) => {
    const rows = Uint32Array.from([...texts.keys()].filter((row) => shape.expression.test(texts[row])));
    return rows.length >= least ? [{ ...shape, rows }] : [];
  });
}
