import {
  findPatterns,
  type LabelMatrix,
  LabelwrightError,
  oneOf,
  ProbabilisticLabels,
  type VotePatterns,
} from '@labelwright/core';
import { assertMatrix } from './assert-given.ts';
import { countsVotes, countVotes } from './count-votes.ts';
import { fromFile, settledFromFile, settledToFile, toFile } from './evidence-file.ts';
import { cellWeights, type EvidenceTable, inferStates, sumStates } from './evidence-table.ts';
import { explainPattern } from './explain-pattern.ts';
import type { ExplainOptions, Explanation } from './explanation.ts';
import type { LabelModel } from './label-model.ts';
import { type FittedFile, type LabelModelFile, MODEL_FILE_VERSION, parseModelFile } from './model-file.ts';
import { outcomesOfCells } from './outcomes.ts';
import { isAnswered, mixAnswers, type Settled, settledTable } from './settled.ts';

/** What a label model whose posterior is a sum is made of. */
export interface EvidenceModelParts<L extends string, F extends string> {
  readonly kind: string;
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  readonly balance: ArrayLike<number>;
  /** In the order of the functions; `undefined` where nothing was learnt. */
  readonly accuracies: readonly (number | undefined)[];
  readonly figures?: Readonly<Record<string, number>> | undefined;
  readonly notes?: readonly string[] | undefined;
  readonly table: EvidenceTable;
  /** What answers of people add to the table. */
  readonly settled?: Settled | undefined;
  readonly fitted?: FittedFile | undefined;
}

/** Makes the label model of an evidence table. */
export function evidenceModel<L extends string, F extends string>(
  parts: EvidenceModelParts<L, F>,
): LabelModel<L, F> {
  const { kind, labels, functions, settled, figures = {}, notes = [] } = parts;
  const table = settledTable(parts.table, settled);
  const balance = Array.from(parts.balance);
  const accuracies = Object.fromEntries(functions.map((name, j) => [name, parts.accuracies[j]])) as Record<
    F,
    number | undefined
  >;
  const columnsOf = columnFinder(parts);
  const predictPatterns = (patterns: VotePatterns<L, string>) =>
    distributions(table, settled, columnsOf(patterns), patterns);
  return {
    kind,
    labels,
    functions,
    balance,
    accuracies,
    figures,
    notes,
    predictPatterns,
    predict: (votes) => {
      assertMatrix(votes);
      const counted = columnsOf(votes) && countsVotes(table) && !settled ? countVotes(votes) : undefined;
      if (counted) return counted;
      const { patterns, patternOf } = findPatterns(votes);
      const [posterior, covered] = [predictPatterns(patterns), coveredPatterns(patterns)];
      return new ProbabilisticLabels({ labels, table: posterior, covered, index: patternOf, ids: votes.ids });
    },
    explain: (
      votes: LabelMatrix<L, string>,
      row: number,
      options: ExplainOptions<L> = {},
    ): Explanation<L, F> => {
      assertMatrix(votes);
      const { patterns } = findPatterns(votes.take([row]));
      const probabilities = predictPatterns(patterns);
      const columnOf = columnsOf(patterns);
      const answered = isAnswered(settled, patterns, columnOf);
      return explainPattern(table, parts, patterns, columnOf, probabilities, options, answered);
    },
    toJSON: () => ({
      labelwright: 'model',
      version: MODEL_FILE_VERSION,
      kind,
      labels,
      functions,
      balance,
      accuracies: parts.accuracies.map((accuracy) => accuracy ?? null),
      figures,
      notes,
      evidence: toFile(parts.table),
      ...(settled && { settled: settledToFile(settled) }),
      ...(parts.fitted && { fitted: parts.fitted }),
    }),
  };
}

/**
 * Makes the label model of a model file, as {@link LabelModel.toJSON} wrote it: it predicts the same to the last bit.
 *
 * @param json - the parsed JSON
 */
export function loadLabelModel(json: unknown): LabelModel {
  const file: LabelModelFile = parseModelFile(json);
  const table = fromFile(file.evidence, file.functions.length, file.labels.length);
  const accuracies = file.accuracies.map((accuracy) => accuracy ?? undefined);
  return evidenceModel({
    ...file,
    accuracies,
    table,
    settled: file.settled && settledFromFile(file.settled),
  });
}

interface Named {
  readonly labels: readonly string[];
  readonly functions: readonly string[];
}

/** 1 for each pattern with votes, 0 for the one without. */
function coveredPatterns(patterns: VotePatterns): Uint8Array {
  const covered = new Uint8Array(patterns.size);
  for (let p = 0; p < covered.length; p++) covered[p] = patterns.isEmpty(p) ? 0 : 1;
  return covered;
}

/** The distribution of each pattern over the labels. */
function distributions(
  table: EvidenceTable,
  settled: Settled | undefined,
  columnOf: Uint32Array,
  patterns: VotePatterns,
): Float64Array {
  const numbers = outcomesOfCells(table.outcomes, patterns, columnOf);
  const weights = cellWeights(patterns, numbers, table.discount, columnOf);
  const states = new Float64Array(patterns.size * table.prior.length);
  inferStates(table, patterns, numbers, weights, states, columnOf);
  const posterior = sumStates(table, states, patterns.labels.length);
  mixAnswers(settled, patterns, columnOf, posterior);
  return posterior;
}

/** Finds the model's columns; those of the last votes are remembered, for records are explained one by one. */
function columnFinder(model: Named): (votes: Named) => Uint32Array {
  let last: Named | undefined;
  let columns: Uint32Array = new Uint32Array();
  return (votes) => {
    if (votes.functions !== last?.functions || votes.labels !== last.labels) {
      columns = columnsHere(model, votes);
      last = { labels: votes.labels, functions: votes.functions };
    }
    return columns;
  };
}

/** The model's column of each of the votes' columns. */
function columnsHere(model: Named, votes: Named): Uint32Array {
  const same =
    votes.labels.length === model.labels.length && votes.labels.every((l, k) => l === model.labels[k]);
  if (!same) {
    throw new LabelwrightError(
      'mismatch',
      `the votes have the labels ${votes.labels.join(', ')}; expected ${model.labels.join(', ')}`,
    );
  }
  const positions = new Map(model.functions.map((name, j) => [name, j]));
  return Uint32Array.from(votes.functions, (name) => {
    const position = positions.get(name);
    if (position !== undefined) return position;
    throw new LabelwrightError(
      'mismatch',
      `the label model does not know the labeling function '${name}'; expected ${oneOf(model.functions)}`,
    );
  });
}
