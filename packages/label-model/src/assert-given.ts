import { LabelMatrix, LabelwrightError, VotePatterns } from '@labelwright/core';
import type { FitOptions } from './label-model.ts';

/** Refuses what is no list. */
export function assertList(what: string, given: unknown): void {
  if (!Array.isArray(given)) refuse(`found ${kindOf(given)} for ${what}; expected a list`);
}

/** Refuses what is no object with names and values. */
export function assertObject(what: string, given: unknown): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    refuse(`found ${kindOf(given)} for ${what}; expected an object`);
}

/** Refuses what is no label matrix. */
export function assertMatrix(votes: unknown): void {
  if (!(votes instanceof LabelMatrix)) refuse(`found ${kindOf(votes)} for votes; expected a LabelMatrix`);
}

/** Refuses options that are given as nothing: left out they have their defaults. */
export function assertOptions(options: object): void {
  assertObject('options', options);
  for (const [name, value] of Object.entries(options))
    if (value === null) refuse(`the option '${name}' is null; expected a value, or none at all`);
}

/** Refuses to fit to what is no votes, with gold that is no list or a start that is no label model. */
export function assertFitted(votes: unknown, { gold, start }: FitOptions = {}): void {
  if (!(votes instanceof LabelMatrix || votes instanceof VotePatterns))
    refuse(`found ${kindOf(votes)} for votes; expected a LabelMatrix or VotePatterns`);
  if (gold !== undefined) assertList('gold', gold);
  if (start !== undefined && typeof start?.predictPatterns !== 'function')
    refuse(`found ${kindOf(start)} to start from; expected a label model`);
}

function refuse(message: string): never {
  throw new LabelwrightError('invalid-option', message);
}

function kindOf(given: unknown): string {
  if (given === null || given === undefined) return String(given);
  return Array.isArray(given) ? 'a list' : `a value of type ${typeof given}`;
}
