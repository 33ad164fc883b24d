import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabelwrightError, oneOf } from '@labelwright/core';
import { openWordNet, wordNetFolder } from './natural.ts';
import { assertText } from './text-source.ts';

/** The parts of speech that WordNet knows. */
export type PartOfSpeech = 'adjective' | 'adverb' | 'noun' | 'verb';

/** Which synonyms. */
export interface SynonymOptions {
  /** Default: any. */
  readonly partOfSpeech?: PartOfSpeech | undefined;
  /** How many senses of each part of speech, the most frequent first. Default: all. */
  readonly senses?: number | undefined;
  /** The folder of the WordNet files. Default: those that come with `natural`. */
  readonly folder?: string | undefined;
}

const LETTERS: Readonly<Record<string, PartOfSpeech>> = {
  a: 'adjective',
  n: 'noun',
  r: 'adverb',
  s: 'adjective',
  v: 'verb',
};

const PARTS_OF_SPEECH: readonly string[] = [...new Set(Object.values(LETTERS))];

/**
 * Finds the words that WordNet gives for the same senses, the word itself first: `keywords(...await synonyms('car'))`.
 *
 * Reads files and takes about a quarter of a second per word: made for widening a list of keywords once, not for
 * calling on every record.
 *
 * @example
 * ```ts import.meta.vitest
 * await synonyms('car', { partOfSpeech: 'noun', senses: 1 }); // => ['car', 'auto', 'automobile', 'machine', 'motorcar']
 * ```
 */
export async function synonyms(word: string, options: SynonymOptions = {}): Promise<string[]> {
  const { partOfSpeech, senses = Number.POSITIVE_INFINITY } = options;
  assertText(word);
  if (partOfSpeech !== undefined && !PARTS_OF_SPEECH.includes(partOfSpeech)) {
    throw new LabelwrightError(
      'invalid-option',
      `partOfSpeech is '${partOfSpeech}'; expected ${oneOf(PARTS_OF_SPEECH)}`,
    );
  }
  if (!(senses >= 1)) {
    throw new LabelwrightError('invalid-option', `senses is ${senses}; expected a number from 1`);
  }
  const taken = new Map<PartOfSpeech, number>();
  const found = new Set([word]);
  for (const { pos, words } of await sensesOf(word, options.folder ?? wordNetFolder())) {
    const part = LETTERS[pos];
    const number = (taken.get(part) ?? 0) + 1;
    taken.set(part, number);
    if (number > senses || (partOfSpeech && part !== partOfSpeech)) continue;
    for (const synonym of words) found.add(synonym);
  }
  return [...found];
}

interface Sense {
  readonly pos: string;
  readonly words: readonly string[];
}

/** The senses of a word, the most frequent of each part of speech first. */
async function sensesOf(word: string, folder: string): Promise<Sense[]> {
  if (word.trim() === '') return [];
  // `natural` prints and never answers where a file is missing.
  if (!existsSync(join(folder, 'index.noun'))) {
    throw new LabelwrightError(
      'invalid-file',
      `found no WordNet files in '${folder}'; expected index.noun there`,
    );
  }
  const { WordNet } = openWordNet();
  const records = await new Promise<{ pos: string; synonyms: string[] }[]>((resolve) => {
    new WordNet(folder).lookup(word.trim(), resolve);
  });
  // `natural` lists the senses of each file backwards.
  return records.reverse().map(({ pos, synonyms }) => ({ pos, words: synonyms.map(toText) }));
}

/** WordNet joins words by `_` and marks the place of an adjective, as in `galore(ip)`. */
function toText(synonym: string): string {
  return synonym.replace(/\((?:a|p|ip)\)$/, '').replaceAll('_', ' ');
}
