import type { EvidenceTable } from './evidence-table.ts';
import type { EvidenceFile, SettledFile } from './model-file.ts';
import { numberOutcomes } from './outcomes.ts';
import type { Settled } from './settled.ts';

/** The evidence table as plain JSON. */
export function toFile(table: EvidenceTable): EvidenceFile {
  const { unit, prior, labelOfState, outcomes, evidence, unseen, silence, discount } = table;
  const S = prior.length;
  const rows = (flat: Float64Array) =>
    Array.from({ length: flat.length / S }, (_, n) => Array.from(flat.subarray(n * S, (n + 1) * S)));
  return {
    unit,
    prior: Array.from(prior),
    ...(labelOfState && { labelOfState: Array.from(labelOfState) }),
    outcomes: Array.from(outcomes.columnOf, (column, o) => [column, outcomes.labelOf[o]] as const),
    evidence: rows(evidence),
    unseen: Array.from(unseen),
    ...(silence && { silence: rows(silence) }),
    ...(discount && {
      discount: {
        crowd: discount.crowd,
        ...(discount.repeats && { repeats: Array.from(discount.repeats) }),
        cluster: discount.cluster,
        ...(discount.clusterOf && { clusterOf: Array.from(discount.clusterOf) }),
      },
    }),
  };
}

/** The evidence table of plain JSON. */
export function fromFile(file: EvidenceFile, functions: number, labels: number): EvidenceTable {
  const seen = new Uint8Array(functions * labels);
  for (const [column, label] of file.outcomes) seen[column * labels + label] = 1;
  const outcomes = numberOutcomes(seen, labels);
  const S = file.prior.length;
  const evidence = new Float64Array(outcomes.size * S);
  for (const [n, [column, label]] of file.outcomes.entries()) {
    evidence.set(file.evidence[n], outcomes.numberOf[column * labels + label] * S);
  }
  return {
    unit: file.unit,
    prior: Float64Array.from(file.prior),
    labelOfState: file.labelOfState && Uint16Array.from(file.labelOfState),
    outcomes,
    evidence,
    unseen: Float64Array.from(file.unseen),
    silence: file.silence && Float64Array.from(file.silence.flat()),
    discount: file.discount && {
      crowd: file.discount.crowd,
      repeats: file.discount.repeats && Float64Array.from(file.discount.repeats),
      cluster: file.discount.cluster,
      clusterOf: file.discount.clusterOf && Uint32Array.from(file.discount.clusterOf),
    },
  };
}

/** The answers as plain JSON. */
export function settledToFile({ correction, answered, temperature }: Settled): SettledFile {
  return {
    ...(correction && { prior: Array.from(correction.prior), evidence: Array.from(correction.evidence) }),
    answered,
    ...(temperature !== undefined && { temperature }),
  };
}

/** The answers of plain JSON. */
export function settledFromFile({ prior, evidence, answered, temperature }: SettledFile): Settled {
  const correction = prior &&
    evidence && { prior: Float64Array.from(prior), evidence: Float64Array.from(evidence) };
  return { correction, answered, temperature };
}
