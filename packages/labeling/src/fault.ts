import { type ErrorCode, LabelwrightError, messageOf } from '@labelwright/core';

/** What kept a labeling function from voting. */
export type FaultKind = 'threw' | 'invalid-vote' | 'timeout' | 'invalid-record';

/** A failure of a labeling function on a record, which then counts as abstaining. */
export interface Fault {
  /** The labeling function; `undefined` where the record itself is not of the shape that the task declares. */
  readonly function: string | undefined;
  /** The position of the record among those given. */
  readonly row: number;
  readonly id: string;
  readonly kind: FaultKind;
  readonly message: string;
  readonly cause?: unknown;
}

const CODES: Readonly<Record<FaultKind, ErrorCode>> = {
  threw: 'function-failed',
  'invalid-vote': 'function-failed',
  timeout: 'function-timeout',
  'invalid-record': 'invalid-record',
};

/** Hands the fault to who asked for faults, or ends the run with it. */
export function raise(fault: Fault, onFault: ((fault: Fault) => void) | undefined): void {
  if (!onFault) throw new FaultError(fault);
  onFault(fault);
}

/** The error that ends a run at its first fault. */
export class FaultError extends LabelwrightError {
  /** What happened, to which function, on which record. */
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(CODES[fault.kind], fault.message, { cause: fault.cause });
    this.fault = fault;
  }
}

/** The fault that something thrown by a labeling function stands for. */
export function thrownFault(name: string, row: number, id: string, thrown: unknown): Fault {
  const message = `labeling function '${name}' failed on record '${id}': ${messageOf(thrown)}`;
  return { function: name, row, id, kind: 'threw', message, cause: thrown };
}

/** How many messages of a function are kept. */
const SHOWN = 3;

/** The faults of one labeling function, or of records as such. */
export interface FaultSummary {
  /** The labeling function; `undefined` for records that are not of the shape that the task declares. */
  readonly function: string | undefined;
  readonly count: number;
  /** The first messages. */
  readonly messages: readonly string[];
}

/**
 * Counts faults by function; of a million it keeps a handful of messages.
 *
 * @example
 * ```ts import.meta.vitest
 * const log = new FaultLog();
 * log.add({ function: 'link', row: 0, id: 'c1', kind: 'threw', message: 'no text' });
 * log.summaries(); // => [{ function: 'link', count: 1, messages: ['no text'] }]
 * ```
 */
export class FaultLog {
  readonly #known = new Map<string | undefined, { count: number; readonly messages: string[] }>();

  /** Takes note of a fault. */
  add({ function: name, message }: Pick<Fault, 'function' | 'message'> & Partial<Fault>): void {
    const known = this.#known.get(name) ?? { count: 0, messages: [] };
    known.count++;
    if (known.messages.length < SHOWN) known.messages.push(message);
    this.#known.set(name, known);
  }

  /** By function, in the order of their first faults. */
  summaries(): FaultSummary[] {
    return [...this.#known].map(([name, { count, messages }]) => ({ function: name, count, messages }));
  }
}
