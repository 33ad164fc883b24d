import { defineTask, keywords, type LabelingFunctions, matches, type } from 'labelwright';
import { LiteralAutomaton } from '../packages/labeling/src/literal-automaton.ts';
import { WordTable } from '../packages/labeling/src/word-table.ts';
import { type Comment, simulateTexts, wordAt } from './simulate.ts';

/** One comparison: what is measured, against what, and how many times quicker it must be for `--check`. */
export interface Comparison {
  readonly name: string;
  readonly ours: () => number;
  readonly other: () => number;
  /** The least of other time ÷ our time; left out where there is nothing to hold. */
  readonly least?: number;
}

const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });

/** The set against its functions called one by one, and the ways to find words and literals against each other. */
export function comparisons(records: number): Comparison[] {
  const texts = simulateTexts(records);
  return [
    ...[10, 100, 1000].map((count) =>
      asSet(`keywords × ${count}`, keywordRules(count), texts, count < 100 ? 0.7 : 1.3),
    ),
    ...[4, 8, 64].map((count) =>
      asSet(`patterns × ${count}`, patternRules(count), texts, count < 64 ? 0.5 : 2),
    ),
    ...[20, 200, 2000].map((count) => wordsOrLiterals(count, texts)),
  ];
}

/** Each rule looks for two words, the rarer the more rules there are. */
function keywordRules(count: number): LabelingFunctions<Comment> {
  const place = (n: number) => 0.1 + (0.9 * n) / (count + 8);
  return named(count, (n) => when('text', keywords(wordAt(place(n)), wordAt(place(n + 7)))).vote('spam'));
}

/** Each pattern looks for a word, white space and the beginning of another. */
function patternRules(count: number): LabelingFunctions<Comment> {
  const pattern = (n: number) => `${wordAt(0.02 + n / 300)}\\s+[a-z]*${wordAt(0.5 + n / 600).slice(0, 3)}`;
  return named(count, (n) => when('text', matches(pattern(n), { flags: 'i' })).vote('spam'));
}

function named(count: number, rule: (n: number) => ReturnType<ReturnType<typeof when>['vote']>) {
  const list = Array.from({ length: count }, (_, n) => [`rule${n}`, rule(n)]);
  return functions(Object.fromEntries(list)) as LabelingFunctions<Comment>;
}

function asSet(
  name: string,
  set: LabelingFunctions<Comment>,
  texts: readonly Comment[],
  least: number,
): Comparison {
  return { name, ours: () => votesOf(set, texts), other: () => votesOneByOne(set, texts), least };
}

function votesOf(set: LabelingFunctions<Comment>, texts: readonly Comment[]): number {
  return set.applyTo(texts).votes.length;
}

function votesOneByOne(set: LabelingFunctions<Comment>, texts: readonly Comment[]): number {
  const list = Object.values(set.functions);
  const votes = new Int8Array(texts.length * list.length).fill(-1);
  let cell = 0;
  for (const text of texts) for (const vote of list) votes[cell++] = vote(text) === undefined ? -1 : 1;
  return votes.length;
}

/** Whole words can be found by hashing the words of a text, or as literals by an automaton. */
function wordsOrLiterals(count: number, texts: readonly Comment[]): Comparison {
  const words = Array.from({ length: count }, (_, n) => wordAt(n / count));
  const bits = new Uint32Array((count + 31) >>> 5);
  const sure = new Uint32Array(bits.length);
  const table = new WordTable(words.map((word, column) => ({ word, column, enough: false })));
  const automaton = LiteralAutomaton.of(
    words.map((text, column) => ({ text, column })),
    count,
  );
  return {
    name: `words × ${count}, automaton`,
    ours: () => {
      for (const { text } of texts) table.scan(text, true, bits, sure);
      return bits[0] & 1;
    },
    other: () => {
      for (const { text } of texts) automaton?.scan(text, bits);
      return bits[0] & 1;
    },
  };
}
