import { type ComposedText, isWordPart } from './folding.ts';
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
    isIn: ({ text, ascii: isAscii }) => (isAscii ? ascii().test(text) : next(text, 0) !== undefined),
    places: (text) => {
      const places: Span[] = [];
      for (let place = next(text, 0); place; place = next(text, place.end)) places.push(place);
      return places;
    },
  };
}

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
