import { describe, expect, it } from 'vitest';
import { batchFunction, defineTask, type Fault, type } from '../src/index.ts';

interface Comment {
  readonly text: string;
}
type Label = 'ham' | 'spam';

const { asyncFunctions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
const comments = [{ text: 'song' }, { text: 'http' }, { text: '' }];
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const never = () => new Promise<Label>(() => undefined);

const link = async ({ text }: Comment) => (text.includes('http') ? ('spam' as const) : undefined);
const short = ({ text }: Comment) => (text.length < 3 ? ('ham' as const) : undefined);

describe('applyTo of a set with asynchronous functions', () => {
  it('records the votes of functions of all kinds', async () => {
    const batch = batchFunction<Comment, Label>((all) => all.map(({ text }) => (text ? 'ham' : undefined)), {
      size: 2,
    });
    const votes = await asyncFunctions({ link, short, batch }).applyTo(comments, { ids: ['a', 'b', 'c'] });
    expect(Array.from(votes.votes)).toEqual([-1, -1, 0, 1, -1, 0, -1, 0, -1]);
    expect(votes.ids).toEqual(['a', 'b', 'c']);
  });

  it('gives a batch function as many records as it takes, without those that are skipped', async () => {
    const sizes: number[] = [];
    const batch = batchFunction<Comment, Label>(
      async (all) => {
        sizes.push(all.length);
        return all.map(() => 'ham');
      },
      { size: 2 },
    );
    const records = Array.from({ length: 6 }, () => ({ text: '' }));
    const votes = await asyncFunctions({ batch }).applyTo(records, { skip: (row) => row === 0 });
    expect(sizes).toEqual([2, 2, 1]);
    expect(votes.vote(0, 'batch')).toBeUndefined();
    expect(votes.vote(5, 'batch')).toBe('ham');
  });

  it('keeps as many calls under way as it may', async () => {
    let under = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++under);
      await later(1);
      under--;
      return undefined;
    };
    const records = Array.from({ length: 30 }, () => ({ text: '' }));
    await asyncFunctions({ slow }).applyTo(records, { concurrency: 3 });
    expect(most).toBe(3);
    most = 0;
    await asyncFunctions({ slow }).applyTo(records);
    expect(most).toBe(16);
  });

  it('stops at the first failure with the function, the record and the cause', async () => {
    const failing = async ({ text }: Comment) => {
      if (text === 'http') throw new Error('no network');
      return undefined;
    };
    await expect(
      asyncFunctions({ link, failing }).applyTo(comments, { ids: ['a', 'b', 'c'] }),
    ).rejects.toMatchObject({
      code: 'function-failed',
      message: "labeling function 'failing' failed on record 'b': no network",
      cause: { message: 'no network' },
    });
  });

  it('tells calls under way that the run has stopped', async () => {
    const told: unknown[] = [];
    const waiting = async ({ text }: Comment, signal: AbortSignal): Promise<undefined> => {
      if (text === 'http') throw new Error('no network');
      signal.addEventListener('abort', () => told.push(text));
      await never();
    };
    await expect(asyncFunctions({ waiting }).applyTo(comments)).rejects.toThrow('no network');
    expect(told).toEqual(['song', '']);
  });

  it('abstains where a function fails, and reports it, where faults are taken', async () => {
    const faults: Fault[] = [];
    const failing = async ({ text }: Comment) => {
      if (text === 'http') throw new Error('no network');
      return text === '' ? ('spm' as Label) : 'ham';
    };
    const thrower = () => {
      throw new Error('at once');
    };
    const votes = await asyncFunctions({ failing, thrower, link }).applyTo(comments, {
      onFault: (fault) => faults.push(fault),
    });
    expect(Array.from(votes.votes)).toEqual([0, -1, -1, -1, -1, 1, -1, -1, -1]);
    expect(faults.map(({ function: name, row, kind }) => [name, row, kind])).toEqual([
      ['failing', 1, 'threw'],
      ['failing', 2, 'invalid-vote'],
      ['thrower', 0, 'threw'],
      ['thrower', 1, 'threw'],
      ['thrower', 2, 'threw'],
    ]);
  });

  it('stops where a vote is none', async () => {
    await expect(asyncFunctions({ link: async () => 'spm' as Label }).applyTo(comments)).rejects.toThrow(
      "labeling function 'link' voted 'spm'; expected one of ham, spam, on record '0'",
    );
  });

  it('gives up on a promise that does not settle, and tells the function', async () => {
    const faults: Fault[] = [];
    const told: boolean[] = [];
    const hanging = ({ text }: Comment, signal: AbortSignal) => {
      signal.addEventListener('abort', () => told.push(true));
      return text === 'http' ? never() : Promise.resolve('ham' as const);
    };
    const votes = await asyncFunctions({ hanging }).applyTo(comments, {
      timeLimit: 20,
      onFault: (fault) => faults.push(fault),
    });
    expect(Array.from(votes.votes)).toEqual([0, -1, 0]);
    expect(faults).toMatchObject([
      {
        kind: 'timeout',
        row: 1,
        message: "labeling function 'hanging' did not answer within 20 ms on record '1'",
      },
    ]);
    expect(told).toEqual([true]);
    await expect(asyncFunctions({ hanging }).applyTo(comments, { timeLimit: 20 })).rejects.toMatchObject({
      code: 'function-timeout',
    });
  });

  it('does not count down without a limit', async () => {
    const votes = await asyncFunctions({ link }).applyTo(comments, { timeLimit: Number.POSITIVE_INFINITY });
    expect(votes.vote(1, 'link')).toBe('spam');
  });

  it('reports the records of a batch that it failed on, and keeps the votes on the others', async () => {
    const batch = batchFunction<Comment, Label>((all) =>
      all.map(({ text }) => (text === 'http' ? new Error('no network') : 'ham')),
    );
    const faults: Fault[] = [];
    const votes = await asyncFunctions({ batch }).applyTo(comments, {
      onFault: (fault) => faults.push(fault),
    });
    expect(Array.from(votes.votes)).toEqual([0, -1, 0]);
    expect(faults).toMatchObject([
      { row: 1, kind: 'threw', message: "labeling function 'batch' failed on record '1': no network" },
    ]);
    await expect(asyncFunctions({ batch }).applyTo(comments)).rejects.toThrow("failed on record '1'");
  });

  it('reports a batch that fails for each of its records', async () => {
    const faults: Fault[] = [];
    const batch = batchFunction<Comment, Label>(() => ['ham'], { size: 2 });
    const votes = await asyncFunctions({ batch }).applyTo(comments, {
      onFault: (fault) => faults.push(fault),
    });
    expect(faults.map(({ row }) => row)).toEqual([0, 1]);
    expect(faults[0].message).toBe(
      "labeling function 'batch' failed on record '0': a batch of 2 records got 1 answers; expected one answer for each",
    );
    expect(votes.vote(2, 'batch')).toBe('ham');
  });

  it('ends early when it is told to, with the reason', async () => {
    const stop = new AbortController();
    const run = asyncFunctions({ never }).applyTo(comments, {
      signal: stop.signal,
      onFault: () => undefined,
    });
    stop.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
    await expect(asyncFunctions({ link }).applyTo(comments, { signal: stop.signal })).rejects.toThrow(
      'enough',
    );
  });

  it.each([{ concurrency: 0 }, { concurrency: 1.5 }, { timeLimit: 0 }, { timeLimit: Number.NaN }])(
    'refuses %j',
    async (options) => {
      await expect(asyncFunctions({ link }).applyTo(comments, options)).rejects.toMatchObject({
        code: 'invalid-option',
      });
    },
  );

  it('refuses ids that are not one for each record', async () => {
    await expect(asyncFunctions({ link }).applyTo(comments, { ids: [] })).rejects.toMatchObject({
      code: 'mismatch',
    });
  });

  it('is at rest while it waits for promises', async () => {
    const heartbeat = new Int32Array(2);
    const seen: number[] = [];
    const watched = async () => {
      seen.push(heartbeat[1]);
      await later(1);
      seen.push(heartbeat[1]);
      return undefined;
    };
    await asyncFunctions({ watched }).applyTo([{ text: '' }], { heartbeat });
    expect(seen).toEqual([1, 0]);
  });
});
