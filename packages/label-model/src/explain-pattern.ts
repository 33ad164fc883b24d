import { LabelwrightError, oneOf, type VotePatterns } from '@labelwright/core';
import { cellWeights, type EvidenceTable } from './evidence-table.ts';
import {
  byStrength,
  comparedLabels,
  type ExplainOptions,
  type Explanation,
  type Reason,
} from './explanation.ts';
import { outcomesOfCells } from './outcomes.ts';

/**
 * Explains the first pattern: what the prior and each vote add to the difference between two labels.
 *
 * @param columnOf - the model's column of each of the patterns' columns
 * @param probabilities - the distribution of the pattern
 * @param answered - holds where answers on records with these votes are part of the distribution
 */
export function explainPattern<L extends string, F extends string>(
  table: EvidenceTable,
  model: { readonly labels: readonly L[]; readonly functions: readonly F[] },
  patterns: VotePatterns,
  columnOf: Uint32Array,
  probabilities: Float64Array,
  options: ExplainOptions<L>,
  answered = false,
): Explanation<L, F> {
  for (const name of [options.label, options.against]) {
    if (name === undefined || model.labels.includes(name)) continue;
    throw new LabelwrightError('mismatch', `found no label '${name}'; expected ${oneOf(model.labels)}`);
  }
  const [label, against] = comparedLabels(model.labels, probabilities, options);
  const compare = comparison(table, patterns, columnOf, label, against);
  const found = reasons(table, model, patterns, columnOf, compare);
  const prior = compare(table.prior, 0);
  const votes = found.reduce((total, reason) => total + reason.weight, prior);
  const answers = answered ? differenceOf(table, probabilities, label, against) - votes : undefined;
  return {
    label: model.labels[label],
    against: against < 0 ? undefined : model.labels[against],
    probability: probabilities[label],
    unit: table.unit,
    prior,
    reasons: found.sort(byStrength),
    ...(answers !== undefined && { answers }),
    sum: votes + (answers ?? 0),
  };
}

/** How much more probable one label is than the other, in the unit of the table. */
function differenceOf(
  { unit }: EvidenceTable,
  probabilities: Float64Array,
  label: number,
  against: number,
): number {
  if (against < 0) return 0;
  const [one, other] = [label, against].map((k) => Math.max(probabilities[k], Number.MIN_VALUE));
  return unit === 'share' ? one - other : Math.log(one) - Math.log(other);
}

/** The difference that the states in `of`, from `at`, make between the two labels. */
type Comparison = (of: Float64Array, at: number) => number;

function comparison(
  table: EvidenceTable,
  patterns: VotePatterns,
  columnOf: Uint32Array,
  label: number,
  against: number,
): Comparison {
  if (against < 0) return () => 0;
  if (table.labelOfState) {
    throw new LabelwrightError(
      'invalid-option',
      'the model mixes several kinds of records per label; expected one whose posterior is a sum',
    );
  }
  const scale = table.unit === 'share' ? 1 / totalShare(table, patterns, columnOf) : 1;
  return (of, at) => scale * (of[at + label] - of[at + against]);
}

/** What the shares of all labels add up to before they are divided by it. */
function totalShare(table: EvidenceTable, patterns: VotePatterns, columnOf: Uint32Array): number {
  const K = table.prior.length;
  let total = table.prior.reduce((sum, share) => sum + share, 0);
  const numbers = outcomesOfCells(table.outcomes, patterns, columnOf);
  const weights = cellWeights(patterns, numbers, table.discount, columnOf);
  for (let cell = 0; cell < numbers.length; cell++) {
    const weight = weights ? weights[cell] : 1;
    if (numbers[cell] < 0) total += weight * table.unseen[patterns.votes[cell]];
    else for (let k = 0; k < K; k++) total += weight * table.evidence[numbers[cell] * K + k];
  }
  return total > 0 ? total : 1;
}

function reasons<L extends string, F extends string>(
  table: EvidenceTable,
  model: { readonly labels: readonly L[]; readonly functions: readonly F[] },
  patterns: VotePatterns,
  columnOf: Uint32Array,
  compare: Comparison,
): Reason<L, F>[] {
  const S = table.prior.length;
  const numbers = outcomesOfCells(table.outcomes, patterns, columnOf);
  const weights = cellWeights(patterns, numbers, table.discount, columnOf);
  const found: Reason<L, F>[] = [];
  const voted = new Set<number>();
  for (let cell = 0; cell < numbers.length; cell++) {
    const column = columnOf[patterns.columns[cell]];
    const vote = patterns.votes[cell];
    const ownLabel = new Float64Array(S);
    ownLabel[vote] = table.unseen[vote];
    const added = numbers[cell] < 0 ? compare(ownLabel, 0) : compare(table.evidence, numbers[cell] * S);
    voted.add(column);
    found.push({
      function: model.functions[column],
      vote: model.labels[vote],
      weight: added * (weights ? weights[cell] : 1),
    });
  }
  if (!table.silence || voted.size === 0) return found;
  for (const [column, name] of model.functions.entries()) {
    if (voted.has(column)) continue;
    found.push({ function: name, vote: undefined, weight: compare(table.silence, column * S) });
  }
  return found;
}
