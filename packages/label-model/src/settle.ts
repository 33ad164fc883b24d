import { findPatterns, type LabelMatrix, type VotePatterns } from '@labelwright/core';
import { type Answer, countAnswers } from './answers.ts';
import { normalizeBalance } from './class-balance.ts';
import { type EvidenceCorrection, learnCorrection } from './evidence-correction.ts';
import { fromFile } from './evidence-file.ts';
import { evidenceModel } from './evidence-model.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { expectedAccuracies } from './expected-accuracies.ts';
import { counted } from './fit-notes.ts';
import type { LabelModel } from './label-model.ts';
import { answeredPatterns, settledTable } from './settled.ts';

/**
 * Folds the answers of people into a label model, in two ways: they move what each vote says, on all records, and
 * they are mixed into the probabilities of the records with the very same votes.
 *
 * Give all answers each time: those that the model was settled with before are replaced. A model whose posterior
 * is no sum over the labels (majority vote, EBCC) learns on the records with the same votes only.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { labelModel } = await import('./auto.ts');
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['link', 'song'], [
 *   ['spam', 'ham'], ['spam', 'ham'], ['spam', 'ham'], ['spam', undefined], [undefined, 'ham'],
 * ]);
 * const model = labelModel().fit(votes);
 * const settled = settle(votes, model, [{ row: 0, label: 'spam' }, { row: 1, label: 'spam' }]);
 * settled.predict(votes).top(2); // => 'spam'
 * ```
 */
export function settle<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  model: LabelModel<L, F>,
  answers: readonly Answer<NoInfer<L>>[],
): LabelModel<L, F> {
  const { patterns, patternOf } = findPatterns(votes);
  const counts = countAnswers(patterns, patternOf, answers);
  const file = model.toJSON();
  const table = fromFile(file.evidence, model.functions.length, model.labels.length);
  const columnOf = patterns.functions.map((name) => model.functions.indexOf(name));
  const correction = correctionOf(table, patterns, counts, columnOf);
  const settled = { correction, answered: answeredPatterns({ patterns, counts }, columnOf) };
  const { prior } = settledTable(table, settled);
  const parts = {
    ...file,
    labels: model.labels,
    functions: model.functions,
    balance: correction ? normalizeBalance(prior.map(Math.exp)) : file.balance,
    table,
    settled,
  };
  const before = evidenceModel({ ...parts, accuracies: [], settled: undefined }).predictPatterns(patterns);
  const posterior = evidenceModel({ ...parts, accuracies: [] }).predictPatterns(patterns);
  const accuracies = expectedAccuracies(patterns, posterior);
  return evidenceModel({
    ...parts,
    accuracies: model.functions.map((_, j) => accuracies[columnOf.indexOf(j)]),
    figures: { ...file.figures, answers: answers.length },
    notes: [
      ...file.notes.filter((note) => !note.startsWith(NOTE)),
      describeAnswers(patterns, answers.length, settled.answered.length, before, posterior),
    ],
  });
}

/** What the answers teach about all records; nothing where evidence is no sum of log-odds over the labels. */
function correctionOf(
  table: EvidenceTable,
  patterns: VotePatterns,
  counts: Float64Array,
  columnOf: readonly number[],
): EvidenceCorrection | undefined {
  if (table.unit !== 'log-odds' || table.labelOfState) return undefined;
  return learnCorrection(table, patterns, counts, columnOf);
}

const NOTE = 'Settled with ';

function describeAnswers(
  patterns: VotePatterns,
  answers: number,
  answered: number,
  before: Float64Array,
  after: Float64Array,
): string {
  const K = patterns.labels.length;
  let [covered, changed] = [0, 0];
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) continue;
    covered += patterns.counts[p];
    const top = (of: Float64Array) => Math.max(...of.subarray(p * K, (p + 1) * K));
    const leader = (of: Float64Array) => of.subarray(p * K, (p + 1) * K).indexOf(top(of));
    if (leader(before) !== leader(after)) changed += patterns.counts[p];
  }
  const share = covered > 0 ? (100 * changed) / covered : 0;
  return (
    `${NOTE}${counted(answers, 'answer')} on ${counted(answered, 'combination')} of votes, ` +
    `which change the label of ${share.toFixed(share > 10 ? 0 : 1)} % of the covered records.`
  );
}
