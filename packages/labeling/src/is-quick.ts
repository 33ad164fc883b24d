import { descriptionOf } from './labeling-function.ts';
import { planOf } from './rule-plan.ts';

const COMPARISONS: ReadonlySet<string | undefined> = new Set([
  'above',
  'below',
  'between',
  'equals',
  'after',
  'before',
]);

/**
 * Holds for a rule whose votes take less time to find than to read back from a disk: one with keywords, patterns or comparisons.
 *
 * @example
 * ```ts import.meta.vitest
 * isQuick(() => 'ham'); // => false
 * ```
 */
export function isQuick(labelingFunction: object): boolean {
  const plan = planOf(labelingFunction);
  if (plan?.field === undefined) return false;
  return plan.clues?.() !== undefined || COMPARISONS.has(descriptionOf(labelingFunction).predicate?.kind);
}
