import { LabelwrightError } from '@labelwright/core';

/** What a call used. */
export interface Spending {
  /** Tokens of a language model, 0 or more. Default 0. */
  readonly tokens?: number | undefined;
  /** Money, in a unit of your choice, 0 or more. Default 0. */
  readonly cost?: number | undefined;
}

/** What a call has spent. */
export interface Meter {
  tokens: number;
  cost: number;
  /** Takes note of what is spent when the call is given up already, as it took too long. */
  onLate?: ((spending: { readonly tokens: number; readonly cost: number }) => void) | undefined;
}

/** Where the spending of calls is written, by their signals. */
const meters = new WeakMap<AbortSignal, Meter>();

/** Opens the meter of a call. */
export function openMeter(signal: AbortSignal): Meter {
  const meter: Meter = { tokens: 0, cost: 0 };
  meters.set(signal, meter);
  return meter;
}

/**
 * Tells what a call used, from inside an asynchronous or batch function: runs show it, and a budget stops them.
 *
 * @param signal - the signal that the call was given; of another nobody takes note
 * @throws `function-failed` for an amount that is below 0 or not finite
 *
 * @example
 * ```ts import.meta.vitest
 * const { asyncFunction } = await import('./async-function.ts');
 * const judge = asyncFunction<{ text: string }, 'ham' | 'spam'>(async ({ text }, signal) => {
 *   spend(signal, { tokens: text.length, cost: 0.001 });
 *   return 'ham';
 * });
 * await judge({ text: 'song' }, new AbortController().signal); // => 'ham'
 * ```
 */
export function spend(signal: AbortSignal, { tokens = 0, cost = 0 }: Spending): void {
  for (const [name, amount] of [
    ['tokens', tokens],
    ['cost', cost],
  ] as const) {
    if (Number.isFinite(amount) && amount >= 0) continue;
    throw new LabelwrightError(
      'function-failed',
      `the ${name} of a call is ${amount}; expected a number from 0`,
    );
  }
  const meter = meters.get(signal);
  if (!meter) return;
  meter.tokens += tokens;
  meter.cost += cost;
  meter.onLate?.({ tokens, cost });
}
