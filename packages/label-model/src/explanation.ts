import { LabelwrightError } from '@labelwright/core';

/** Which label to explain, and against which. */
export interface ExplainOptions<L extends string = string> {
  /** Default: the most probable label. */
  readonly label?: L | undefined;
  /** Default: the most probable of the other labels. */
  readonly against?: L | undefined;
}

/** What one vote, or one abstention, adds. */
export interface Reason<L extends string = string, F extends string = string> {
  readonly function: F;
  /** The label voted; `undefined` where the function abstained. */
  readonly vote: L | undefined;
  /** What it adds; negative where it speaks for the other label. */
  readonly weight: number;
}

/** Why a record has its label, as a sum. */
export interface Explanation<L extends string = string, F extends string = string> {
  readonly label: L;
  /** The label it is compared with; `undefined` where the task has only one. */
  readonly against: L | undefined;
  /** The probability of `label`. */
  readonly probability: number;
  /**
   * What the numbers measure: `log-odds`, the natural logarithm of P(label) / P(against), or `share`, the
   * difference of the two labels' shares of the votes.
   */
  readonly unit: 'log-odds' | 'share';
  /** What holds before anyone votes. */
  readonly prior: number;
  /** One entry per vote, and per abstention that counts, strongest first. */
  readonly reasons: readonly Reason<L, F>[];
  /** What the answers of people on records with the same votes add; left out where there are none. */
  readonly answers?: number | undefined;
  /** `prior`, all weights and `answers` added up. */
  readonly sum: number;
}

/**
 * The two labels an explanation compares, as positions; the second is -1 where there is only one label.
 *
 * @throws `invalid-option` where both are one
 */
export function comparedLabels<L extends string>(
  labels: readonly L[],
  distribution: Float64Array,
  options: ExplainOptions<L>,
): readonly [number, number] {
  const best = (but: number) => {
    let found = -1;
    for (let k = 0; k < labels.length; k++) {
      if (k !== but && (found < 0 || distribution[k] > distribution[found])) found = k;
    }
    return found;
  };
  const label = options.label === undefined ? -1 : labels.indexOf(options.label);
  const against = options.against === undefined ? -1 : labels.indexOf(options.against);
  const first = label >= 0 ? label : best(against);
  if (first === against || first < 0) {
    const message = `found '${labels[against]}' against itself; expected another label to explain`;
    throw new LabelwrightError('invalid-option', message);
  }
  return [first, against >= 0 ? against : best(first)];
}

/** Strongest first; equal ones in the order of the functions. */
export function byStrength(a: Reason, b: Reason): number {
  return Math.abs(b.weight) - Math.abs(a.weight);
}
