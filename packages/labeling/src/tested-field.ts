import { planOf } from './rule-plan.ts';

/**
 * The only field of a record that the labeling function looks at, where it is a rule that says so; `undefined` for a
 * function of one's own, a feature, and rules on several fields, which may look at any.
 *
 * @example
 * ```ts import.meta.vitest
 * const { defineTask } = await import('./task.ts');
 * const { type } = await import('./record-type.ts');
 * const { keywords } = await import('./keywords.ts');
 * const { when } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
 * testedField(when('text', keywords('song')).vote('ham')); // => 'text'
 * testedField(() => 'ham'); // => undefined
 * ```
 */
export function testedField(labelingFunction: object): string | undefined {
  return planOf(labelingFunction)?.field;
}
