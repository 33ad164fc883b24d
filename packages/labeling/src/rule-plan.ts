import type { Clue } from './clues.ts';
import type { Feature, Predicate } from './labeling-function.ts';

/** What a set may know of a rule so as to ask it less often: a rule votes alike with and without it. */
export interface RulePlan {
  /** The field of which the clues are; without it the rule is asked about every record. */
  readonly field?: string | undefined;
  /** One of these stands in the field where the rule votes; `undefined` where it may vote on any text. */
  readonly clues?: (() => readonly Clue[] | undefined) | undefined;
  /** The label that a clue which is enough votes. */
  readonly label?: string | undefined;
  /** The feature that is tested, for rules that test the same one. */
  readonly feature?: Feature<never, unknown> | undefined;
  readonly predicate?: Predicate<never> | undefined;
}

const plans = new WeakMap<object, RulePlan>();

export function setPlan(rule: object, plan: RulePlan): void {
  plans.set(rule, plan);
}

/** What is known of the rule; of other functions nothing is. */
export function planOf(labelingFunction: object): RulePlan | undefined {
  return plans.get(labelingFunction);
}

/** The plan of rules that are asked together about one field; `undefined` where one is asked about something else. */
export function planOfParts(functions: readonly object[], exception?: object): RulePlan | undefined {
  const all = exception ? [exception, ...functions] : functions;
  const field = planOf(functions[0])?.field;
  if (field === undefined || all.some((part) => planOf(part)?.field !== field)) return undefined;
  return {
    field,
    clues: () => {
      // A part without clues may run a function of the user's, whose errors are not to be missed.
      const clues = all.map((part) => planOf(part)?.clues?.());
      if (clues.includes(undefined)) return undefined;
      const voting = exception ? clues.slice(1) : clues;
      return voting.flatMap((part) => (part ?? []).map(({ kind, text }) => ({ kind, text })));
    },
  };
}
