import { LabelwrightError } from '@labelwright/core';
import { isPromise } from './is-promise.ts';

/** Refuses what is no function where a function of the language expects one. */
export function assertFunction(value: unknown, owner: string, expected: string): void {
  if (typeof value === 'function') return;
  throw new LabelwrightError('invalid-definition', `${owner} has ${kindOf(value)}; expected ${expected}`);
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (isPromise(value)) return 'a promise';
  if (typeof value === 'object' && Object.hasOwn(value, 'vote')) return 'a condition without .vote(…)';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
