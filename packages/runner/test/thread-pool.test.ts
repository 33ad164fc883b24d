import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppliedVotes, LabelingModule } from '../src/index.ts';
import { folderOf, openModule, TASK } from './module-folder.ts';

const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

/** Votes, confidences, faults, calls that never return and one that ends its thread. */
const WILD = `${TASK} export default functions({
  song: when('text', keywords('song')).vote('ham'),
  unsure: ({ text }) => ({ label: 'spam', confidence: (text.length % 4) / 4 + 0.25 }),
  broken: ({ text }) => { if (text.includes('2')) throw new Error('no network'); return 'spam'; },
  hanging: ({ text }) => { if (/[1-7]0|31/.test(text)) for (;;); return 'ham'; },
  leaving: ({ text }) => { if (text.includes('53')) process.exit(0); },
});`;

/** Applies the module to batches of five records, all asked for before the first is done. */
function applyAll(module: LabelingModule): Promise<AppliedVotes[]> {
  const batches = EIGHT.map((batch) => [0, 1, 2, 3, 4].map((row) => ({ text: `song ${batch}${row}` })));
  return Promise.all(
    batches.map((records) =>
      module.apply(
        records,
        records.map(({ text }) => text),
        { evidenceOf: [1, 3], placeOf: (row) => `line ${row}` },
      ),
    ),
  );
}

const plain = ({ votes, faults, evidence }: AppliedVotes) => ({
  votes: Array.from(votes.votes),
  confidences: Array.from(votes.confidences ?? []),
  ids: votes.ids,
  faults: faults.map((fault) => ({ ...fault, message: withoutFolder(fault.message) })),
  evidence,
});

/** Each module is in a folder of its own. */
const withoutFolder = (message: string) => message.replace(/\(\/\S*\//, '(');

describe('several workers', () => {
  it('find what one worker finds, to the last fault and its place', async () => {
    const options = { tolerant: true, timeLimit: 150 };
    const one = (await applyAll(await openModule(WILD, options))).map(plain);
    expect(one.flatMap(({ faults }) => faults).filter(({ kind }) => kind === 'threw').length).toBeGreaterThan(
      8,
    );
    expect(one[4].faults[0].message).toContain("'hanging' did not return within 150 ms");
    expect(one[7].faults[0].message).toContain("'hanging' is switched off");
    expect(one[0].evidence).toHaveLength(2);
    for (const workers of [2, 3]) {
      const found = await applyAll(await openModule(WILD, { ...options, workers }));
      expect(found.map(plain)).toEqual(one);
    }
  }, 60_000);

  it('work at the same time', async () => {
    const folder = folderOf({});
    const module = await openModule(meeting(folder), { workers: 2, timeLimit: 20_000 });
    const one = (text: string) => module.apply([{ text }], [text]);
    const [first, second] = await Promise.all([one('a'), one('b')]);
    expect([first.votes.vote(0, 'meet'), second.votes.vote(0, 'meet')]).toEqual(['ham', 'ham']);
  }, 30_000);

  it('are no more than one where nobody asks for more', async () => {
    const module = await openModule(COUNTING);
    const found = await Promise.all(['a', 'b', 'c'].map((text) => module.apply([{ text }], [text])));
    expect(found.map(({ votes }) => votes.confidences?.[0])).toEqual([0.125, 0.25, 0.375]);
  });

  it('give an error in its turn: what was asked for later does not overtake it', async () => {
    const module = await openModule(
      `${TASK} export default functions({ slow: ({ text }) => {
        if (text === 'quick') throw new Error('quick');
        const end = Date.now() + 1000;
        while (Date.now() < end);
        throw new Error('slow');
      } });`,
      { workers: 2 },
    );
    const settled: string[] = [];
    const calls = ['slow', 'quick', 'quick'].map((text, n) =>
      module.apply([{ text }], [`r${n}`]).catch(({ message }) => settled.push(withoutFolder(message))),
    );
    await Promise.all(calls);
    expect(settled).toEqual([
      "labeling function 'slow' failed on record 'r0': slow (labeling.ts, line 12)",
      "labeling function 'slow' failed on record 'r1': quick (labeling.ts, line 9)",
      "labeling function 'slow' failed on record 'r2': quick (labeling.ts, line 9)",
    ]);
  });

  it('go on after a call that ended the run of its batch', async () => {
    const endless = `${TASK} export default functions({ a: ({ text }) => { if (text === 'x') for (;;); return 'ham'; } });`;
    const module = await openModule(endless, { workers: 2, timeLimit: 150 });
    const calls = ['x', 'y', 'x', 'z'].map((text) => module.apply([{ text }], [text]));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  }, 60_000);

  it('do without those that cannot load the module', async () => {
    const folder = folderOf({});
    const once = `${TASK}
      import { existsSync, writeFileSync } from 'node:fs';
      const lock = ${JSON.stringify(join(folder, 'lock'))};
      if (existsSync(lock)) throw new Error('locked');
      writeFileSync(lock, '');
      export default functions({ a: when('text', keywords('song')).vote('ham') });`;
    const module = await openModule(once, { workers: 3 });
    const found = await Promise.all(['song', 'b', 'song'].map((text) => module.apply([{ text }], [text])));
    expect(found.map(({ votes }) => votes.vote(0, 'a'))).toEqual(['ham', undefined, 'ham']);
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be %d', async (workers) => {
    await expect(openModule(COUNTING, { workers })).rejects.toMatchObject({
      code: 'invalid-option',
      message: `workers is ${workers}; expected a whole number above 0`,
    });
  });
});

describe('closing', () => {
  it('ends threads that work, threads that start and calls that wait', async () => {
    const folder = folderOf({});
    const module = await openModule(leavingTraces(folder), { workers: 2, tolerant: true });
    const calls = ['a', 'b', 'c'].map((text) => module.apply([{ text }], [text]));
    const outcomes = Promise.allSettled(calls);
    while (!existsSync(join(folder, 'at-work'))) await new Promise((resolve) => setTimeout(resolve, 5));
    await module.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    const traces = readdirSync(folder);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(readdirSync(folder)).toEqual(traces);
    await expect(module.apply([{ text: 'd' }], ['d'])).rejects.toThrow('has been closed');
  }, 60_000);
});

/** Votes ham where another call of the function is under way at the same time. */
function meeting(folder: string): string {
  return `${TASK}
    import { existsSync, writeFileSync } from 'node:fs';
    const place = (name: string) => ${JSON.stringify(folder)} + '/' + name;
    export default functions({ meet: ({ text }) => {
      writeFileSync(place(text), '');
      const end = Date.now() + 10_000;
      while (Date.now() < end) if (existsSync(place(text === 'a' ? 'b' : 'a'))) return 'ham';
    } });`;
}

/** Votes with the number of its call as confidence. */
const COUNTING = `${TASK} let calls = 0;
  export default functions({ count: () => ({ label: 'ham', confidence: ++calls / 8 }) });`;

/** Writes a file when it votes, and goes on writing files for ever. */
function leavingTraces(folder: string): string {
  return `${TASK}
    import { writeFileSync } from 'node:fs';
    export default functions({ endless: () => {
      for (let n = 0; ; n++) {
        writeFileSync(${JSON.stringify(folder)} + '/at-work', '');
        if (n % 100 === 0) writeFileSync(${JSON.stringify(folder)} + '/' + n + Math.random(), '');
      }
    } });`;
}
