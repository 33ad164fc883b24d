import { describe, expect, it } from 'vitest';
import { defineTask, type Fault, type LabelingFunction, type } from '../src/index.ts';

interface Comment {
  readonly text: string;
}
type Label = 'ham' | 'spam';

const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
const comments = [{ text: 'song' }, { text: 'http' }, { text: '' }];

const short = ({ text }: Comment) => (text.length < 3 ? ('ham' as const) : undefined);
const link = ({ text }: Comment) => (text.includes('http') ? ('spam' as const) : undefined);
const saying = (returned: unknown) => () => returned as Label;
const failing: LabelingFunction<Comment, Label> = ({ text }) => {
  if (text === 'http') throw new Error('no network');
  return 'ham';
};

function faultsOf(vote: LabelingFunction<Comment, Label>) {
  const faults: Fault[] = [];
  const votes = functions({ link, vote }).applyTo(comments, { onFault: (fault) => faults.push(fault) });
  return { votes, faults };
}

describe('applyTo', () => {
  it('records one vote per record and function', () => {
    const votes = functions({ short, link }).applyTo(comments);
    expect(votes.functions).toEqual(['short', 'link']);
    expect(votes.labels).toEqual(['ham', 'spam']);
    expect(Array.from(votes.votes)).toEqual([-1, -1, -1, 1, 0, -1]);
    expect(votes.confidences).toBeUndefined();
  });

  it.each([
    [undefined, 'found a value of type undefined; expected a list of records'],
    [new Set(comments), 'found a value of type object; expected a list of records'],
    [Promise.resolve(comments), 'found a promise; expected a list of records'],
    [functions({ short }).applyTo([]), 'found a value of type object; expected a list of records'],
  ])('refuses what is no list of records: %o', async (records, message) => {
    const { asyncFunctions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
    expect(() => functions({ short }).applyTo(records as never)).toThrow(
      expect.objectContaining({ code: 'invalid-record', message }),
    );
    await expect(asyncFunctions({ short }).applyTo(records as never)).rejects.toThrow(message);
  });

  it('takes null for abstaining', () => {
    expect(Array.from(functions({ nothing: saying(null) }).applyTo(comments).votes)).toEqual([-1, -1, -1]);
  });

  it('keeps confidences, and takes a plain vote for sure', () => {
    const unsure: LabelingFunction<Comment, Label> = () => ({ label: 'spam', confidence: 0.25 });
    const votes = functions({ link, unsure }).applyTo(comments);
    expect(Array.from(votes.votes)).toEqual([-1, 1, 1, 1, -1, 1]);
    expect(Array.from(votes.confidences ?? [])).toEqual([1, 0.25, 1, 0.25, 1, 0.25]);
  });

  it('keeps a confidence that is too small for 32 bits above 0', () => {
    const unsure: LabelingFunction<Comment, Label> = () => ({ label: 'spam', confidence: 1e-60 });
    const [confidence] = functions({ unsure }).applyTo(comments).confidences ?? [];
    expect(confidence).toBeGreaterThan(0);
    expect(confidence).toBeLessThan(1e-30);
  });

  it('names the records', () => {
    expect(functions({ link }).applyTo(comments, { ids: ['a', 'b', 'c'] }).ids).toEqual(['a', 'b', 'c']);
    expect(() => functions({ link }).applyTo(comments, { ids: ['a'] })).toThrow(
      expect.objectContaining({
        code: 'mismatch',
        message: 'found 1 ids for 3 records; expected one for each',
      }),
    );
  });

  it('works on no records', () => {
    expect(functions({ link }).applyTo([]).rows).toBe(0);
  });

  it('counts the records where there are no functions', () => {
    expect(functions({}).applyTo(comments).rows).toBe(3);
    expect(functions({}).applyTo(comments, { ids: ['a', 'b', 'c'] }).ids).toEqual(['a', 'b', 'c']);
  });

  it('stops at the first failure with the function, the record and the cause', () => {
    const run = () => functions({ link, failing }).applyTo(comments, { ids: ['a', 'b', 'c'] });
    expect(run).toThrow(
      expect.objectContaining({
        code: 'function-failed',
        message: "labeling function 'failing' failed on record 'b': no network",
        cause: expect.objectContaining({ message: 'no network' }),
      }),
    );
  });

  it('abstains where a function fails, and reports it, where faults are taken', () => {
    const { votes, faults } = faultsOf(failing);
    expect(Array.from(votes.votes)).toEqual([-1, 0, 1, -1, -1, 0]);
    expect(faults).toEqual([
      {
        function: 'vote',
        row: 1,
        id: '1',
        kind: 'threw',
        message: "labeling function 'vote' failed on record '1': no network",
        cause: expect.objectContaining({ message: 'no network' }),
      },
    ]);
  });

  it('names what was thrown, whatever it is', () => {
    const { faults } = faultsOf(() => {
      throw 'just text';
    });
    expect(faults[0].message).toBe("labeling function 'vote' failed on record '0': just text");
  });

  it.each([
    ['spm', "voted 'spm'; expected one of ham, spam"],
    [
      { label: 'spm', confidence: 1 },
      "returned the label 'spm'; expected one of ham, spam, or undefined to abstain",
    ],
    [5, 'returned 5; expected one of ham, spam, or undefined to abstain'],
    [true, 'returned true; expected one of ham, spam, or undefined to abstain'],
    [['spam'], 'returned something that is no vote; expected one of ham, spam, or undefined to abstain'],
    [{ label: 'spam' }, 'has the confidence undefined; expected above 0 and at most 1'],
    [{ label: 'spam', confidence: 0 }, 'has the confidence 0; expected above 0 and at most 1'],
    [{ label: 'spam', confidence: 1.5 }, 'has the confidence 1.5; expected above 0 and at most 1'],
    [{ label: 'spam', confidence: Number.NaN }, 'has the confidence NaN; expected above 0 and at most 1'],
  ])('does not take %j for a vote', (returned, what) => {
    const { votes, faults } = faultsOf(saying(returned));
    expect(faults).toHaveLength(3);
    expect(faults[0]).toMatchObject({
      kind: 'invalid-vote',
      message: `labeling function 'vote' ${what}, on record '0'`,
    });
    expect(votes.vote(0, 'vote')).toBeUndefined();
    expect(() => functions({ vote: saying(returned) }).applyTo(comments)).toThrow(
      expect.objectContaining({ code: 'function-failed' }),
    );
  });

  it('says what to do about a promise', () => {
    const { faults } = faultsOf(saying(Promise.reject(new Error('unheard'))));
    expect(faults[0].message).toBe(
      "labeling function 'vote' failed on record '0': it returned a promise; expected a vote at once (asyncFunctions takes asynchronous functions)",
    );
  });

  it('tells which call is under way, and when none is', () => {
    const heartbeat = new Int32Array(2);
    const seen: number[][] = [];
    const watched = () => {
      seen.push([...heartbeat]);
      return undefined;
    };
    functions({ one: watched, two: watched }).applyTo(comments.slice(1), { heartbeat });
    expect(seen).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
    ]);
    expect(heartbeat[1]).toBe(0);
  });

  it('is at rest after a failure, too', () => {
    const heartbeat = new Int32Array(2);
    expect(() => functions({ failing }).applyTo(comments, { heartbeat })).toThrow('no network');
    expect(heartbeat[1]).toBe(0);
  });

  it('does not make calls that are to be skipped', () => {
    const votes = functions({ short, failing }).applyTo(comments, {
      skip: (row, column) => row === 1 && column === 1,
    });
    expect(Array.from(votes.votes)).toEqual([-1, 0, -1, -1, 0, 0]);
  });

  it('holds more labels than fit into a byte', () => {
    const labels = Array.from({ length: 300 }, (_, k) => `l${k}`);
    const task = defineTask({ labels, record: type<Comment>() });
    const votes = task.functions({ last: () => 'l299' }).applyTo(comments);
    expect(votes.vote(0, 'last')).toBe('l299');
  });
});
