import { oneOf } from '@labelwright/core';
import { assertShare, assertWord, refuseOption } from './assert-option.ts';
import { describeValue } from './describe-value.ts';

/** What a run must reach, all of it as shares from 0 to 1. */
export interface Thresholds extends FunctionThresholds {
  /** The accuracy of the last label model against gold. */
  readonly minAccuracy?: number | undefined;
  /** The accuracy that the probabilities of the last label model stand for. */
  readonly minExpectedAccuracy?: number | undefined;
  /** How far a figure may move beyond its intervals from the run it is compared with. Default 0. */
  readonly maxDrift?: number | undefined;
  /** What the lint may not find: faults (`error`), or anything at all (`warn`). */
  readonly lint?: 'error' | 'warn' | undefined;
  /** Which end of a figure's interval must reach its threshold: the `worst`, the `best`, or the `value` itself. Default `'value'`. */
  readonly by?: 'value' | 'worst' | 'best' | undefined;
  /** Thresholds of single functions; they replace those for every function. */
  readonly functions?: Readonly<Record<string, FunctionThresholds>> | undefined;
}

/** Thresholds of the data set or, under `functions`, of one labeling function. */
export interface FunctionThresholds {
  /** The share of the records with a vote. */
  readonly minCoverage?: number | undefined;
  /** The share of the records with votes that disagree; of a function, the share of its votes. */
  readonly maxConflict?: number | undefined;
  /** The precision of every function with votes on gold. */
  readonly minPrecision?: number | undefined;
  /** The accuracy that the label model learnt for every function. */
  readonly minLearnt?: number | undefined;
}

const OF_FUNCTIONS = ['minCoverage', 'maxConflict', 'minPrecision', 'minLearnt'];
const SHARES = [...OF_FUNCTIONS, 'minAccuracy', 'minExpectedAccuracy', 'maxDrift'];
const WORDS: Readonly<Record<string, readonly string[]>> = {
  lint: ['error', 'warn'],
  by: ['value', 'worst', 'best'],
};

/** Checks that parsed JSON is thresholds, and refuses it otherwise. */
export function parseThresholds(value: unknown): Thresholds {
  if (!isObject(value)) refuseOption(`found ${describeValue(value)}; expected thresholds by name`);
  for (const [name, found] of Object.entries(value)) {
    if (name === 'functions') assertFunctions(found ?? {});
    else if (Object.hasOwn(WORDS, name)) assertWord(name, found ?? WORDS[name][0], WORDS[name]);
    else assertShares({ [name]: found }, SHARES);
  }
  return value as Thresholds;
}

function assertFunctions(value: unknown): void {
  if (!isObject(value))
    refuseOption('found functions that are no object; expected thresholds by their names');
  for (const [name, thresholds] of Object.entries(value)) {
    if (!isObject(thresholds)) {
      refuseOption(`the thresholds of '${name}' are no object; expected thresholds by name`);
    }
    assertShares(thresholds, OF_FUNCTIONS);
  }
}

/** Thresholds that are `undefined` are not set. */
function assertShares(thresholds: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  for (const [name, found] of Object.entries(thresholds)) {
    if (!known.includes(name)) refuseOption(`found no threshold '${name}'; expected ${oneOf(known)}`);
    if (found !== undefined) assertShare(name, found);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
