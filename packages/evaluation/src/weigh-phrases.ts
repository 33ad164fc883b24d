import { ABSTAIN, type ProbabilisticLabels } from '@labelwright/core';
import { estimate, estimateShare } from './estimate.ts';
import type { PhraseIndex } from './phrase-index.ts';
import { AGREED, agreedOf, type Study } from './suggest-study.ts';

/** A phrase and what the labels say about the records that have it. */
export interface Candidate {
  readonly phrase: number;
  /** The position of the label. */
  readonly label: number;
  readonly precision: number;
  readonly low: number;
  readonly evidence: number;
}

/** Fewer records with agreeing votes than this are no evidence. */
const LEAST_EVIDENCE = 5;

/** The phrases that make a label more probable, each with its label. */
export function weighPhrases({ labels, states, index }: Study): Candidate[] {
  const K = labels.labels.length;
  const all = Uint32Array.from(states.keys());
  const base = sumOf(labels, states, all);
  return index.rows.flatMap((rows, phrase): Candidate[] => {
    const { mass, evidence } = sumOf(labels, states, rows);
    if (evidence < LEAST_EVIDENCE) return [];
    let label = 0;
    for (let k = 1; k < K; k++) if (mass[k] > mass[label]) label = k;
    const { value, low = 0 } = estimateShare(mass[label], evidence) ?? estimate(0);
    // A phrase that says no more than any record does says nothing.
    if (low <= base.mass[label] / base.evidence || low <= 0.5) return [];
    return [{ phrase, label, precision: value, low, evidence }];
  });
}

/** Leaves out phrases that say no more surely what a part of them says: *channel and* beside *channel*. */
export function withoutSpecialCases(candidates: readonly Candidate[], { phrases }: PhraseIndex): Candidate[] {
  const known = new Map(candidates.map((candidate) => [phrases[candidate.phrase], candidate]));
  return candidates.filter(({ phrase, label, low }) =>
    partsOf(phrases[phrase]).every((part) => {
      const other = known.get(part);
      return other === undefined || other.label !== label || other.low < low;
    }),
  );
}

/** The phrases within a phrase of two words or three. */
function partsOf(phrase: string): string[] {
  const words = phrase.split(' ');
  const pairs = words.length > 2 ? words.slice(1).map((word, n) => `${words[n]} ${word}`) : [];
  return words.length > 1 ? [...words, ...pairs] : [];
}

/** The probabilities of the records with agreeing votes, added up. */
function sumOf(
  { labels, table, index }: ProbabilisticLabels,
  states: Uint8Array,
  rows: Uint32Array,
): { readonly mass: Float64Array; readonly evidence: number } {
  const K = labels.length;
  const mass = new Float64Array(K);
  let evidence = 0;
  for (const row of rows) {
    if (states[row] !== AGREED) continue;
    evidence++;
    for (let k = 0; k < K; k++) mass[k] += table[index[row] * K + k];
  }
  return { mass, evidence };
}

/** The share from which on one function's votes are nearly all. */
export const NEARLY_ALL = 0.8;

/** For contested records: a function that votes half as often again where the phrase is as elsewhere. */
export const DRAWN = 1.5;

/**
 * Makes a test that refuses a phrase where nearly all of the evidence is that of one function: where that function
 * is silent the phrase may stand for something else, and where it speaks a second voice adds nothing.
 *
 * The test takes the phrase, and how much more often than elsewhere the function must vote there to count.
 */
export function evidenceOfSeveral(study: Study): (phrase: number, drawn: number) => boolean {
  const usual = sharesOf(
    study,
    Array.from(study.states.keys()).filter((row) => study.states[row] === AGREED),
  );
  const known = new Map<number, Float64Array>();
  return (phrase, drawn) => {
    const shares = known.get(phrase) ?? sharesOf(study, agreedOf(study, phrase));
    known.set(phrase, shares);
    return shares.every((share, j) => share < NEARLY_ALL || share < drawn * usual[j]);
  };
}

/** The share of the records that each function votes on. */
function sharesOf({ votes: { votes, columns } }: Study, rows: readonly number[]): Float64Array {
  const shares = new Float64Array(columns);
  for (const row of rows) {
    for (let j = 0; j < columns; j++) if (votes[row * columns + j] !== ABSTAIN) shares[j]++;
  }
  for (let j = 0; j < columns; j++) shares[j] /= Math.max(1, rows.length);
  return shares;
}
