import type { ProbabilisticLabels } from '@labelwright/core';
import type { PhraseIndex } from './phrase-index.ts';

/**
 * Guesses how many of the records without votes have each label, by their words: multinomial naive Bayes, learnt
 * from the records with votes and their probabilities.
 *
 * @param states - 0 for records without votes
 */
export function guessUncovered(
  labels: ProbabilisticLabels,
  states: Uint8Array,
  index: PhraseIndex,
): Float64Array {
  const K = labels.labels.length;
  const words = index.rows.filter((_, phrase) => index.lengths[phrase] === 1);
  const masses = words.map((rows) => massOf(labels, states, rows));
  const totals = new Float64Array(K);
  for (const mass of masses) for (let k = 0; k < K; k++) totals[k] += mass[k] + SMOOTHING;
  const prior = massOf(labels, states, Uint32Array.from(states.keys()));
  const scores = new Float64Array(states.length * K);
  for (let cell = 0; cell < scores.length; cell++) scores[cell] = Math.log(prior[cell % K] + SMOOTHING);
  for (const [word, rows] of words.entries()) {
    const shares = masses[word].map((mass, k) => Math.log((mass + SMOOTHING) / totals[k]));
    for (const row of rows) for (let k = 0; k < K; k++) scores[row * K + k] += shares[k];
  }
  return addUp(scores, states, K);
}

/** A word counts as seen so often more with each label: one of few records tells little. */
const SMOOTHING = 1;

/** The probabilities of those of the records that have votes, added up. */
function massOf(
  { labels, table, index }: ProbabilisticLabels,
  states: Uint8Array,
  rows: Uint32Array,
): Float64Array {
  const K = labels.length;
  const mass = new Float64Array(K);
  for (const row of rows) {
    if (states[row] === 0) continue;
    for (let k = 0; k < K; k++) mass[k] += table[index[row] * K + k];
  }
  return mass;
}

function addUp(scores: Float64Array, states: Uint8Array, K: number): Float64Array {
  const guessed = new Float64Array(K);
  for (let i = 0; i < states.length; i++) {
    if (states[i] !== 0) continue;
    const own = scores.subarray(i * K, (i + 1) * K);
    // Shift by the maximum: products of many small probabilities underflow.
    const highest = Math.max(...own);
    const weights = own.map((score) => Math.exp(score - highest));
    const sum = weights.reduce((a, b) => a + b, 0);
    for (let k = 0; k < K; k++) guessed[k] += weights[k] / sum;
  }
  return guessed;
}
