import { ABSTAIN, type LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import { chooseGreedily, countOpen } from './choose-greedily.ts';
import { estimate, estimateShare } from './estimate.ts';
import { guessUncovered } from './guess-uncovered.ts';
import { indexPhrases } from './phrase-index.ts';
import { ruleEntry } from './rule-entry.ts';
import { agreedOf, CONTESTED, type State, type Study, stateOfRecords, UNCOVERED } from './suggest-study.ts';
import { findThemes } from './suggest-themes.ts';
import type { LabelNeed, RuleSuggestion, Suggestions } from './suggestions.ts';
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
  /** One text per record, in the same order. */
  readonly texts: readonly string[];
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
}

/**
 * Suggests rules for records without votes and for records on which votes disagree: words and phrases that the
 * labels of the other records say something about.
 *
 * How often a rule would be right is told by the label model, on records that have the phrase and votes that
 * agree: not by gold, and on other records than those to be gained. Read some before taking a suggestion.
 */
export function suggestRules<L extends string, F extends string>(
  parts: SuggestParts<L, F>,
  options: SuggestOptions = {},
): Suggestions<L> {
  const { votes, labels, texts } = parts;
  const { field = 'text', minPrecision = 0.8, least = 5, most = 10 } = options;
  assertParts(parts, minPrecision);
  const states = stateOfRecords(votes);
  const index = indexPhrases(texts, { least });
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
  return {
    version: 1,
    records: votes.rows,
    uncovered: states.filter((state) => state === UNCOVERED).length,
    contested: states.filter((state) => state === CONTESTED).length,
    forUncovered: forUncovered.map((choice) => describe(study, choice, entry)),
    forContested: forContested.map((choice) => describe(study, choice, entry)),
    themes: findThemes({ labels, states, index }, { taken, most, entry }),
    labels: needsOf(study),
  };
}

function assertParts({ votes, labels, texts }: SuggestParts, minPrecision: number): void {
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
  entry: (phrase: string, label: string) => string,
): RuleSuggestion<L> {
  const { votes, index } = study;
  const { columns, labels, functions } = votes;
  const agreed = agreedOf(study, phrase);
  const votesFor = (row: number, j: number): number => votes.votes[row * columns + j];
  const conflicts = agreed.filter((row) =>
    functions.some((_, j) => votesFor(row, j) !== ABSTAIN && votesFor(row, j) !== label),
  );
  return {
    phrase: index.phrases[phrase],
    label: labels[label],
    code: entry(index.phrases[phrase], labels[label]),
    gain: gained.length,
    records: index.rows[phrase].length,
    precision: estimateShare(precision * evidence, evidence) ?? estimate(precision),
    evidence,
    conflicts: conflicts.length,
    examples: gained.slice(0, 3),
  };
}

function needsOf<L extends string>({ votes, labels, states, index }: Study<L>): LabelNeed<L>[] {
  const K = votes.labels.length;
  const uncovered = guessUncovered(labels, states, index);
  const covered = new Float64Array(K);
  for (let i = 0; i < states.length; i++) {
    if (states[i] === UNCOVERED) continue;
    for (let k = 0; k < K; k++) covered[k] += labels.table[labels.index[i] * K + k];
  }
  const speakers = new Set<number>();
  votes.votes.forEach((vote, cell) => {
    if (vote !== ABSTAIN) speakers.add((cell % votes.columns) * K + vote);
  });
  return votes.labels.map((label, k) => ({
    label,
    functions: votes.functions.filter((_, j) => speakers.has(j * K + k)).length,
    covered: estimate(covered[k]).value,
    uncovered: estimate(uncovered[k]).value,
  }));
}
