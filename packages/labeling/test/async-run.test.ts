import { describe, expect, it } from 'vitest';
import { AsyncRun, Overtime } from '../src/async-run.ts';

const never = () => new Promise<string>(() => undefined);

describe('AsyncRun', () => {
  it('gives an answer that comes at once, at once', () => {
    expect(new AsyncRun(10).call(() => 'now')).toBe('now');
  });

  it('waits for promises, whoever made them', async () => {
    const run = new AsyncRun(1000);
    expect(await run.call(() => Promise.resolve('later'))).toBe('later');
    const thenable: PromiseLike<string> = {
      // biome-ignore lint/suspicious/noThenProperty: such an object is what is tested.
      then: (...listeners) => Promise.resolve('later').then(...listeners),
    };
    expect(await run.call(() => thenable)).toBe('later');
    await expect(run.call(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('gives up when the time is over, and tells the call', async () => {
    let told: unknown;
    const answer = new AsyncRun(5).call((signal) => {
      signal.addEventListener('abort', () => {
        told = signal.reason;
      });
      return never();
    });
    await expect(answer).rejects.toThrow('did not answer within 5 ms');
    expect(told).toBeInstanceOf(Overtime);
  });

  it('stops all calls under way for the first reason, and those that follow', async () => {
    const run = new AsyncRun(Number.POSITIVE_INFINITY);
    const answers = [run.call(never), run.call(never)];
    run.stop(new Error('enough'));
    run.stop(new Error('more'));
    expect(await Promise.allSettled(answers)).toEqual([
      { status: 'rejected', reason: new Error('enough') },
      { status: 'rejected', reason: new Error('enough') },
    ]);
    await expect(run.call(never)).rejects.toThrow('enough');
    expect(() => run.throwIfStopped()).toThrow('enough');
  });

  it('does not tell a call that has come back', async () => {
    const signals: AbortSignal[] = [];
    const run = new AsyncRun(1000);
    run.call((signal) => signals.push(signal));
    run.call((signal) => signals.push(signal));
    const pending = run.call((signal) => {
      signals.push(signal);
      return never();
    });
    run.call((signal) => signals.push(signal));
    run.stop(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
    expect(signals[3].aborted).toBe(false);
  });
});
