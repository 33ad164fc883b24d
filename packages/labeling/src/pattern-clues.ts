import type { AST } from '@eslint-community/regexpp';
import type { Clue } from './clues.ts';
import { withoutCase } from './letters.ts';
import { parsePattern } from './parse-pattern.ts';

/** Shorter literals stand in most texts. */
const LEAST_UNITS = 2;

/** More literals than these would be found more often than the pattern. */
const MOST_LITERALS = 64;

/** Literals one of which stands in every text that the pattern matches; `undefined` where none can be told. */
export function patternClues(pattern: RegExp): readonly Clue[] | undefined {
  const parsed = parsePattern(pattern);
  if (parsed === undefined) return undefined;
  const literals = ofAlternatives(parsed.pattern.alternatives, pattern.flags.includes('i'));
  return literals?.map((text) => ({ kind: 'literal', text }));
}

/** The literals of a choice: each alternative must have some. */
function ofAlternatives(alternatives: readonly AST.Alternative[], loose: boolean): string[] | undefined {
  const all: string[] = [];
  for (const { elements } of alternatives) {
    const literals = ofSequence(elements, loose);
    if (literals === undefined) return undefined;
    all.push(...literals);
  }
  return all.length <= MOST_LITERALS ? all : undefined;
}

/** The best of what a sequence must have: its runs of characters, and what its parts must have. */
function ofSequence(elements: readonly AST.Element[], loose: boolean): string[] | undefined {
  const walk: Walk = { run: '', best: undefined, loose };
  walkThrough(elements, walk);
  endRun(walk);
  return walk.best;
}

interface Walk {
  run: string;
  best: string[] | undefined;
  readonly loose: boolean;
}

function walkThrough(elements: readonly AST.Element[], walk: Walk): void {
  for (const element of elements) {
    const units = unitsOf(element, walk.loose);
    if (units !== undefined) walk.run += units;
    else walkInto(element, walk);
  }
}

function walkInto(element: AST.Element, walk: Walk): void {
  if (element.type === 'Assertion') return; // It takes no room between characters.
  const alternatives = alternativesOf(element);
  if (alternatives?.length === 1) {
    walkThrough(alternatives[0].elements, walk);
    return;
  }
  endRun(walk);
  if (alternatives) offer(ofAlternatives(alternatives, walk.loose), walk);
  else if (element.type === 'Quantifier' && element.min > 0)
    offer(ofSequence([element.element], walk.loose), walk);
}

/** What a group chooses from; a group with flags of its own is not looked into. */
function alternativesOf(element: AST.Element): readonly AST.Alternative[] | undefined {
  if (element.type === 'CapturingGroup') return element.alternatives;
  return element.type === 'Group' && !element.modifiers ? element.alternatives : undefined;
}

function endRun(walk: Walk): void {
  if (walk.run !== '') offer([walk.run], walk);
  walk.run = '';
}

/** The longer the shortest literal, the rarer it is found. */
function offer(literals: string[] | undefined, walk: Walk): void {
  if (literals === undefined || shortest(literals) < LEAST_UNITS) return;
  if (walk.best === undefined || shortest(literals) > shortest(walk.best)) walk.best = literals;
}

function shortest(literals: readonly string[]): number {
  return literals.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
}

/** What a character stands for; `undefined` for what is none, or is another when its case does not matter. */
function unitsOf(element: AST.Element, loose: boolean): string | undefined {
  if (element.type === 'Character') return unitsOfCharacter(element.value, loose);
  if (element.type !== 'CharacterClass' || element.negate) return undefined;
  // A class such as [Ss] is a character whose case does not matter.
  const values = element.elements.map((part) => (part.type === 'Character' ? part.value : -1));
  const [first] = values;
  const same = values.every(
    (value) => value >= 0 && value <= 0xffff && withoutCase(value) === withoutCase(first),
  );
  return values.length > 0 && same ? unitsOfCharacter(first, loose) : undefined;
}

/** Longer characters have case by both of their halves, so they are literal only where case matters. */
function unitsOfCharacter(value: number, loose: boolean): string | undefined {
  if (value <= 0xffff)
    return loose && value >= 0xd800 && value <= 0xdfff ? undefined : String.fromCharCode(value);
  return loose ? undefined : String.fromCodePoint(value);
}
