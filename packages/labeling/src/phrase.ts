import type { Clue } from './clues.ts';
import { type ComposedText, foldedWords, isWordPart } from './folding.ts';
import type { Span } from './labeling-function.ts';
import { lazy } from './lazy.ts';
import { ALWAYS, wordBit } from './word-filter.ts';

/** How phrases are looked for. */
export interface PhraseStyle {
  readonly caseSensitive: boolean;
  readonly wholeWords: boolean;
}

/** A word or some words to find in texts. */
export interface Phrase {
  /** Texts where the bit is not lit in the filter do not have the phrase. */
  readonly bit: number;
  /** What stands in every text that has the phrase. */
  readonly clue: Clue | undefined;
  /** Holds where the text has the phrase. */
  readonly isIn: (text: ComposedText) => boolean;
  /** The places of the phrase in a text with composed accents. */
  readonly places: (text: string) => Span[];
}

/** Makes a phrase, given with composed accents and not empty. */
export function createPhrase(phrase: string, style: PhraseStyle): Phrase {
  const { caseSensitive, wholeWords } = style;
  const characters = Array.from(phrase);
  const before = wholeWords && isWordPart(characters[0]);
  const after = wholeWords && isWordPart(characters[characters.length - 1]);
  const letters = literal(phrase, style);
  // Not the flag `u` where it is not needed: with it V8 folds case ten times as slowly.
  const ascii = lazy(
    () => new RegExp(`${before ? BOUNDARY : ''}${letters}${after ? BOUNDARY : ''}`, caseSensitive ? '' : 'i'),
  );
  const unicode = lazy(() => new RegExp(letters, caseSensitive ? 'gu' : 'giu'));
  const next = (text: string, from: number): Span | undefined => {
    const pattern = unicode();
    pattern.lastIndex = from;
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const start = found.index;
      const end = start + found[0].length;
      if (
        !(before && isWordPart(characterBefore(text, start))) &&
        !(after && isWordPart(characterAt(text, end)))
      )
        return { start, end };
      pattern.lastIndex = start + characterAt(text, start).length;
    }
    return undefined;
  };
  return {
    bit: wholeWords ? wordBit(phrase) : ALWAYS,
    clue: clueOf(phrase, style),
    isIn: ({ text, ascii: isAscii }) => (isAscii ? ascii().test(text) : next(text, 0) !== undefined),
    places: (text) => {
      const places: Span[] = [];
      for (let place = next(text, 0); place; place = next(text, place.end)) places.push(place);
      return places;
    },
  };
}

/** The longest word of the phrase, or else the longest part without white space. */
function clueOf(phrase: string, { caseSensitive, wholeWords }: PhraseStyle): Clue | undefined {
  const [word] = wholeWords ? [...foldedWords(phrase)].sort((a, b) => b.word.length - a.word.length) : [];
  if (word !== undefined) {
    const enough = !caseSensitive && SIMPLE_WORD.test(phrase);
    return { kind: 'word', text: phrase.slice(word.start, word.end), enough };
  }
  const [part] = phrase.split(caseSensitive ? SPACE : SPACE_OR_LONG).sort((a, b) => b.length - a.length);
  return part === '' ? undefined : { kind: 'literal', text: part };
}

const SIMPLE_WORD = /^[a-z0-9_]+$/i;
const SPACE = /\s+/;
/** Characters of two units whose case does not matter may differ in both of them. */
const SPACE_OR_LONG = /(?:\s|(?=\p{Cased})[\u{10000}-\u{10ffff}])+/u;

const BOUNDARY = String.raw`\b`;

function literal(phrase: string, { caseSensitive }: PhraseStyle): string {
  // Only with the flag `u` the long s is an s without case.
  const letters = caseSensitive ? phrase : phrase.replaceAll('ſ', 's');
  return letters.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, index: number): string {
  const pair = characterAt(text, index - 2);
  return pair.length === 2 ? pair : characterAt(text, index - 1);
}
