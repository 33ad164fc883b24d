import { LabelwrightError, oneOf } from '@labelwright/core';
import { describeValue } from './describe-value.ts';

/** Refuses what is none of these words. */
export function assertWord(name: string, found: unknown, known: readonly string[]): void {
  if (known.includes(found as string)) return;
  refuseOption(`found the ${name} ${describeValue(found)}; expected ${oneOf(known)}`);
}

/** Refuses what is no share. */
export function assertShare(name: string, found: unknown): void {
  if (typeof found === 'number' && found >= 0 && found <= 1) return;
  refuseOption(`found the ${name} ${describeValue(found)}; expected a number from 0 to 1`);
}

/** Refuses what is no whole number, and no `Infinity`, from this on. */
export function assertWhole(name: string, found: unknown, from: number): void {
  if (typeof found === 'number' && found >= from && (Number.isInteger(found) || found === Infinity)) return;
  refuseOption(`found the ${name} ${String(found)}; expected a whole number from ${from}`);
}

/** Throws `invalid-option`. */
export function refuseOption(message: string): never {
  throw new LabelwrightError('invalid-option', message);
}
