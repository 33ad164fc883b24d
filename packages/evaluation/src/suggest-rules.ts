import { ABSTAIN, type LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import { assertDistributions, assertVotes } from './assert-votes.ts';
import { chooseGreedily, countOpen } from './choose-greedily.ts';
import { estimate, estimateShare } from './estimate.ts';
import { needsOf } from './label-needs.ts';
import { indexPhrases } from './phrase-index.ts';
import { type RuleEntry, ruleEntry } from './rule-entry.ts';
import { drawRecords, inWhole } from './suggest-sample.ts';
import { agreedOf, CONTESTED, type State, type Study, stateOfRecords, UNCOVERED } from './suggest-study.ts';
import { findThemes } from './suggest-themes.ts';
import type { RuleSuggestion, Suggestions } from './suggestions.ts';
import {
  type Candidate,
  DRAWN,
  evidenceOfSeveral,
  NEARLY_ALL,
  weighPhrases,
  withoutSpecialCases,
} from './weigh-phrases.ts';

/** What suggestions are made from. */
export interface SuggestParts<L extends string = string, F extends string = string> {
  readonly votes: LabelMatrix<L, F>;
  /** The labels that a model makes of the votes. */
  readonly labels: ProbabilisticLabels<L>;
  /** One text per record, in the same order; a record whose text is not at hand is not looked at. */
  readonly texts: readonly (string | undefined)[];
}

/** What to suggest. */
export interface SuggestOptions {
  /** The field that the rules read. Default `'text'`. */
  readonly field?: string | undefined;
  /** How often a rule must be right, as the labels tell. Default 0.8. */
  readonly minPrecision?: number | undefined;
  /** No phrase of fewer records than this. Default 5. */
  readonly least?: number | undefined;
  /** How many rules of each kind. Default 10. */
  readonly most?: number | undefined;
  /** Looks at a random sample of so many records where there are more. Default: at all. */
  readonly sample?: number | undefined;
  /** Of the random sample. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Suggests rules for records without votes and for records on which votes disagree: words, phrases and
 * patterns that the labels of the other records say something about.
 *
 * How often a rule would be right is told by the label model, on records that have the phrase and votes that
 * agree: not by gold, and on other records than those to be gained. Read some before taking a suggestion.
 */
export function suggestRules<L extends string, F extends string>(
  parts: SuggestParts<L, F>,
  options: SuggestOptions = {},
): Suggestions<L> {
  const { field = 'text', minPrecision = 0.8, least = 5, most = 10, sample, seed = 0 } = options;
  assertParts(parts, minPrecision);
  const drawn = drawRecords(parts, sample, seed);
  const { votes, labels, texts } = drawn.parts;
  const states = stateOfRecords(votes);
  const index = indexPhrases(texts, { least, patterns: true });
  const study: Study<L, F> = { votes, labels, states, index };
  const candidates = withoutSpecialCases(weighPhrases(study), index).filter(
    ({ precision }) => precision >= minPrecision,
  );
  const several = evidenceOfSeveral(study);
  const entry = ruleEntry(field, votes.functions);
  const forUncovered = chooseRules(
    study,
    candidates.filter(({ phrase }) => several(phrase, 0)),
    UNCOVERED,
    most,
  );
  const listed = new Set(forUncovered.map(({ phrase }) => phrase));
  const others = candidates.filter(({ phrase }) => !listed.has(phrase) && several(phrase, DRAWN));
  const forContested = chooseRules(study, others, CONTESTED, most);
  const taken = new Set(forUncovered.flatMap(({ phrase }) => index.phrases[phrase].split(' ')));
  const themes = (state: State) => findThemes({ labels, states, index }, { taken, most, entry, state });
  return inWhole(drawn, {
    version: 1,
    records: parts.votes.rows,
    sampled: drawn.rows && votes.rows,
    uncovered: states.filter((state) => state === UNCOVERED).length,
    contested: states.filter((state) => state === CONTESTED).length,
    forUncovered: forUncovered.map((choice) => describe(study, choice, entry)),
    forContested: forContested.map((choice) => describe(study, choice, entry)),
    themes: themes(UNCOVERED),
    contestedThemes: themes(CONTESTED),
    labels: needsOf(study),
  });
}

function assertParts({ votes, labels, texts }: SuggestParts, minPrecision: number): void {
  assertVotes(votes);
  assertDistributions(labels);
  if (labels.rows !== votes.rows || texts.length !== votes.rows) {
    throw new LabelwrightError(
      'mismatch',
      `found ${texts.length} texts and ${labels.rows} labels; expected ${votes.rows}, as many as the votes`,
    );
  }
  if (minPrecision > 0 && minPrecision <= 1) return;
  throw new LabelwrightError(
    'invalid-option',
    `found the least precision ${minPrecision}; expected a number above 0, up to 1`,
  );
}

/** A rule for fewer records than this is not worth a line. */
const LEAST_GAIN = 3;

/** A candidate that was chosen, and the records that it gains. */
interface Choice extends Candidate {
  readonly gained: readonly number[];
}

/** Chooses rule after rule, each by the records that it gains beyond those before and how surely it is right. */
function chooseRules(study: Study, candidates: readonly Candidate[], state: State, most: number): Choice[] {
  const { index, states } = study;
  const open = Uint8Array.from(states, (found) => (found === state ? 1 : 0));
  const openOnes = ({ phrase }: Candidate): number[] =>
    [...index.rows[phrase]].filter((row) => open[row] === 1);
  // What a function says already on the same records is no news.
  const news = candidates.filter((candidate) => {
    const gained = openOnes(candidate);
    return gained.length >= LEAST_GAIN && !isSaid(study, { ...candidate, gained });
  });
  const choices: Choice[] = [];
  chooseGreedily(news, {
    most,
    // The records that it is sure to label right, less those that it may label wrong.
    worth: ({ phrase, low }) => {
      const gain = countOpen(index.rows[phrase], open);
      return gain >= LEAST_GAIN ? gain * (2 * low - 1) : 0;
    },
    take: (candidate) => {
      const gained = openOnes(candidate);
      choices.push({ ...candidate, gained });
      for (const row of gained) open[row] = 0;
    },
  });
  return choices;
}

/** Holds where one function votes for the label on nearly all of the records to be gained. */
function isSaid({ votes: { votes, columns } }: Study, { gained, label }: Choice): boolean {
  for (let j = 0; j < columns; j++) {
    const same = gained.filter((row) => votes[row * columns + j] === label).length;
    if (same >= NEARLY_ALL * gained.length) return true;
  }
  return false;
}

function describe<L extends string, F extends string>(
  study: Study<L, F>,
  { phrase, label, precision, evidence, gained }: Choice,
  entry: RuleEntry,
): RuleSuggestion<L> {
  const { votes, index } = study;
  const { columns, labels, functions } = votes;
  const agreed = agreedOf(study, phrase);
  const votesFor = (row: number, j: number): number => votes.votes[row * columns + j];
  const conflicts = agreed.filter((row) =>
    functions.some((_, j) => votesFor(row, j) !== ABSTAIN && votesFor(row, j) !== label),
  );
  const text = index.phrases[phrase];
  const pattern = index.patterns.get(phrase);
  return {
    kind: pattern ? 'pattern' : 'phrase',
    phrase: text,
    label: labels[label],
    code: entry(pattern?.name ?? text, labels[label], pattern?.expression),
    gain: gained.length,
    records: index.rows[phrase].length,
    precision: estimateShare(precision * evidence, evidence) ?? estimate(precision),
    evidence,
    conflicts: conflicts.length,
    examples: gained.slice(0, 3),
  };
}
