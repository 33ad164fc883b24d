import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LabelingModule } from '../src/index.ts';
import { folderOf, openModule, packages, TASK } from './module-folder.ts';

const records = ['a song', 'http', 'hello'].map((text) => ({ text }));
const ids = ['a', 'b', 'c'];

/** A module with a rule that votes on the first record, and one more function. */
const withOne = (more: string) =>
  `${TASK} export default functions({ song: when('text', keywords('song')).vote('ham'), ${more} });`;

const ENDLESS = `endless: ({ text }) => { if (text === 'http') for (;;); return 'spam'; }`;

describe('a labeling module', () => {
  it('says what is in it', async () => {
    const module = await openModule(withOne('plain: () => undefined'));
    expect(module).toMatchObject({
      labels: ['ham', 'spam'],
      functions: ['song', 'plain'],
      text: 'text',
      async: false,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('labels records, one batch after the other', async () => {
    const module = await openModule(
      withOne(`link: ({ text }: { text: string }) => (text === 'http' ? 'spam' : undefined)`),
    );
    const { votes, faults } = await module.apply(records, ids);
    expect(Array.from(votes.votes)).toEqual([0, -1, -1, 1, -1, -1]);
    expect(votes.ids).toEqual(ids);
    expect(faults).toEqual([]);
    const next = await module.apply(records.slice(0, 1), ['d']);
    expect(Array.from(next.votes.votes)).toEqual([0, -1]);
  });

  it('keeps confidences', async () => {
    const module = await openModule(withOne(`unsure: () => ({ label: 'spam', confidence: 0.25 })`));
    const { votes } = await module.apply(records.slice(0, 1), ['a']);
    expect(Array.from(votes.confidences ?? [])).toEqual([1, 0.25]);
  });

  it('knows more labels than fit into a byte', async () => {
    const module = await openModule(`
      import { defineTask, type } from 'labelwright';
      const labels = Array.from({ length: 200 }, (_, k) => 'l' + k);
      const { functions } = defineTask({ labels, record: type<object>() });
      export default functions({ last: () => 'l199' });
    `);
    const { votes } = await module.apply(records, ids);
    expect(votes.vote(0, 'last')).toBe('l199');
  });

  it('imports files beside it, and knows where it is', async () => {
    const folder = folderOf({
      'labeling.ts': `${TASK}
        import { word } from './lib/word.ts';
        import { readFileSync } from 'node:fs';
        const listed = readFileSync(new URL('./list.txt', import.meta.url), 'utf8').trim();
        export default functions({
          word: when('text', keywords(word)).vote('ham', import.meta.url),
          listed: when('text', keywords(listed)).vote('spam'),
        });`,
      'lib/word.ts': `export const word: string = 'song';`,
      'list.txt': 'http\n',
    });
    const module = await LabelingModule.open(join(folder, 'labeling.ts'), { packages });
    const { votes } = await module.apply(records, ids);
    await module.close();
    expect(Array.from(votes.votes)).toEqual([0, -1, -1, 1, -1, -1]);
  });

  it('may wait for something while it loads', async () => {
    const module = await openModule(`${TASK}
      const words = await new Promise<string[]>((resolve) => setTimeout(resolve, 5, ['song']));
      export default functions({ song: when('text', keywords(...words)).vote('ham') });`);
    expect((await module.apply(records, ids)).votes.vote(0, 'song')).toBe('ham');
  });

  it('runs the examples beside the rules', async () => {
    const module = await openModule(`${TASK} export default functions({
      song: when('text', keywords('song')).vote('ham').examples({ ham: ['a song'], spam: [{ text: 'song' }] }),
    });`);
    expect(await module.testExamples()).toEqual([
      { function: 'song', record: 'a song', expected: 'ham', found: 'ham', passed: true },
      { function: 'song', record: '{"text":"song"}', expected: 'spam', found: 'ham', passed: false },
    ]);
  });
});

describe('a labeling module that cannot be loaded', () => {
  it.each([
    ['throws', `throw new Error('no key');`, /labeling\.ts, line 1: no key$/],
    [
      'has no functions',
      `${TASK} export default functions({});`,
      /labeling\.ts' has no labeling functions; expected at least one/,
    ],
    [
      'has no default export',
      `${TASK} export const rules = functions({});`,
      /labeling\.ts' exports rules; expected a default export made by functions/,
    ],
    ['exports nothing', 'const a = 1;', /labeling\.ts' exports nothing; expected a default export/],
    [
      'exports something else',
      'export default { names: [] };',
      /labeling\.ts' exports default; expected a default export/,
    ],
    [
      'ends its thread',
      'process.exit(3);',
      /labeling\.ts' does not load: the thread ended with exit code 3$/,
    ],
  ])('%s: the message says so', async (_, code, message) => {
    await expect(openModule(code)).rejects.toMatchObject({
      code: 'invalid-module',
      message: expect.stringMatching(message),
    });
  });

  it('keeps the code of an error of the language', async () => {
    await expect(openModule(`${TASK} keywords('');`)).rejects.toMatchObject({
      code: 'invalid-definition',
      message: expect.stringMatching(/labeling\.ts, line \d+: keywords has ''; expected a word or phrase$/),
    });
  });

  it('calls a package as the module does that imports what is not in it', async () => {
    await expect(openModule(`import { kewords } from 'labelwright'; kewords();`)).rejects.toMatchObject({
      code: 'invalid-module',
      message: expect.stringContaining("module 'labelwright' does not provide an export named 'kewords'"),
    });
  });

  it('points into the file of the user', async () => {
    const error = await openModule(`\n\nthrow new Error('no key');`).catch((thrown: Error) => thrown);
    expect((error as Error).stack).toMatch(/labeling\.ts:3/);
  });

  it('does not hang: the time to load is limited', async () => {
    await expect(openModule('for (;;);', { loadTimeLimit: 200 })).rejects.toMatchObject({
      code: 'invalid-module',
      message: expect.stringMatching(/labeling\.ts' does not load: it took longer than 200 ms$/),
    });
  });
});

describe('a function that fails', () => {
  const broken = withOne(
    `broken: ({ text }) => { if (text === 'http') throw new Error('no network'); return 'spam'; }`,
  );

  it('stops the run, with its name, the record, the cause and where it was', async () => {
    const module = await openModule(broken);
    const error = await module.apply(records, ids).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      code: 'function-failed',
      message: expect.stringMatching(
        /^labeling function 'broken' failed on record 'b': no network \(.*labeling\.ts, line 8\)$/,
      ),
    });
    expect((error as Error).stack).toMatch(/caused by Error: no network[\s\S]*labeling\.ts:\d+/);
  });

  it('abstains there, where faults are tolerated', async () => {
    const module = await openModule(broken, { tolerant: true });
    const { votes, faults } = await module.apply(records, ids);
    expect(Array.from(votes.votes)).toEqual([0, 1, -1, -1, -1, 1]);
    expect(faults).toEqual([
      {
        function: 'broken',
        row: 1,
        id: 'b',
        kind: 'threw',
        message: expect.stringMatching(/'b': no network \(.*labeling\.ts, line 8\)$/),
      },
    ]);
  });

  it('says where in the module the first three of its faults in a batch arose', async () => {
    const failing = 'failing: ({ text }) => { throw text; }, worse: ({ text }) => { throw new Error(text); }';
    const module = await openModule(withOne(failing), { tolerant: true });
    const texts = ['a', 'b', 'c', 'd', 'e'];
    for (let batch = 0; batch < 2; batch++) {
      const { faults } = await module.apply(
        texts.map((text) => ({ text })),
        texts,
      );
      const placed = faults.filter(({ message }) => /labeling\.ts, line \d+\)$/.test(message));
      expect(placed.map(({ id, function: name }) => [id, name])).toEqual([
        ['a', 'worse'],
        ['b', 'worse'],
        ['c', 'worse'],
      ]);
      expect(faults).toHaveLength(10);
    }
  });
});

describe('a function that does not come back', () => {
  it('stops the run, with its name and the record', async () => {
    const module = await openModule(withOne(ENDLESS), { timeLimit: 200 });
    await expect(module.apply(records, ids)).rejects.toMatchObject({
      code: 'function-timeout',
      message: "labeling function 'endless' did not return within 200 ms on record 'b'",
    });
  });

  it('abstains there, where faults are tolerated; other votes are kept', async () => {
    const module = await openModule(withOne(ENDLESS), { timeLimit: 200, tolerant: true });
    const { votes, faults } = await module.apply(records, ids);
    expect(Array.from(votes.votes)).toEqual([0, 1, -1, -1, -1, 1]);
    expect(faults).toMatchObject([{ function: 'endless', row: 1, id: 'b', kind: 'timeout' }]);
  });

  it('is switched off when it hangs on every record, and each record says so once', async () => {
    const module = await openModule(withOne('hanging: () => { for (;;); }'), {
      timeLimit: 100,
      tolerant: true,
    });
    const many = Array.from({ length: 8 }, (_, n) => ({ text: n === 7 ? 'song' : '' }));
    const manyIds = many.map((_, n) => `r${n}`);
    const { votes, faults } = await module.apply(many, manyIds);
    expect(votes.vote(7, 'song')).toBe('ham');
    expect(faults.map(({ row, kind }) => [row, kind]).sort()).toEqual(many.map((_, row) => [row, 'timeout']));
    expect(faults[7].message).toBe("labeling function 'hanging' is switched off: it did not return 5 times");
    const next = await module.apply(many.slice(0, 2), ['x', 'y']);
    expect(next.faults.map(({ id }) => id)).toEqual(['x', 'y']);
  }, 60_000);

  it('does not keep its promise: it abstains there', async () => {
    const code = `${TASK} export default asyncFunctions({
      song: when('text', keywords('song')).vote('ham'),
      silent: ({ text }) => (text === 'http' ? new Promise(() => undefined) : Promise.resolve('spam' as const)),
    });`;
    const tolerant = await openModule(code, { tolerant: true, asyncTimeLimit: 50, timeLimit: 1000 });
    expect(tolerant.async).toBe(true);
    const { votes, faults } = await tolerant.apply(records, ids);
    expect(Array.from(votes.votes)).toEqual([0, 1, -1, -1, -1, 1]);
    expect(faults).toMatchObject([{ function: 'silent', row: 1, kind: 'timeout' }]);
    const strict = await openModule(code, { asyncTimeLimit: 50 });
    await expect(strict.apply(records, ids)).rejects.toMatchObject({
      code: 'function-timeout',
      message: "labeling function 'silent' did not answer within 50 ms on record 'b'",
    });
  });

  it('is named when it hangs in an example', async () => {
    const module = await openModule(
      `${TASK} export default functions({
        song: when('text', keywords('song')).vote('ham').examples({ ham: ['song'] }),
        endless: when('text', () => { for (;;); }).vote('ham').examples({ ham: ['song'] }),
      });`,
      { timeLimit: 200 },
    );
    await expect(module.testExamples()).rejects.toMatchObject({
      code: 'function-timeout',
      message: "an example of labeling function 'endless' did not return within 200 ms",
    });
  });
});

describe('a function that ends its thread', () => {
  const leaving = withOne(`leaving: ({ text }) => { if (text === 'http') process.exit(0); return 'spam'; }`);

  it('stops the run, with its name and the record', async () => {
    const module = await openModule(leaving);
    await expect(module.apply(records, ids)).rejects.toMatchObject({
      code: 'function-failed',
      message:
        "labeling function 'leaving' ended its thread on record 'b': the thread ended with exit code 0",
    });
  });

  it('abstains there, where faults are tolerated; other votes are kept', async () => {
    const module = await openModule(leaving, { tolerant: true });
    const { votes, faults } = await module.apply(records, ids);
    expect(Array.from(votes.votes)).toEqual([0, 1, -1, -1, -1, 1]);
    expect(faults).toMatchObject([{ function: 'leaving', row: 1, id: 'b', kind: 'threw' }]);
  });
});

describe('opening', () => {
  it('says where the module is missing', async () => {
    await expect(LabelingModule.open('nowhere.ts')).rejects.toMatchObject({ code: 'invalid-module' });
  });

  it('takes the path as it is given for messages', async () => {
    const folder = folderOf({ 'labeling.ts': 'export default 5;' });
    const path = join(folder, '.', 'labeling.ts');
    await expect(LabelingModule.open(path)).rejects.toThrow(`'${path}' exports default`);
    expect(pathToFileURL(path).href).toContain('labeling.ts');
  });
});

describe('a pattern that backtracks for too long', () => {
  const matching = (pattern: string) =>
    withOne(
      `slow: ({ text }) => (${pattern}.test(text === 'http' ? 'a'.repeat(100) + '!' : text) ? 'spam' : undefined)`,
    );

  it('is finished in another way where there is one', async () => {
    const module = await openModule(matching('/^(?:a|aa)+$/'));
    const { votes, faults } = await module.apply(records, ids);
    expect(Array.from(votes.votes)).toEqual([0, -1, -1, -1, -1, -1]);
    expect(faults).toEqual([]);
  });

  it('is ended like any call that does not come back where there is none', async () => {
    const module = await openModule(matching('/^(?:(a)|aa|\\1a)+$/'), { timeLimit: 200, tolerant: true });
    const { votes, faults } = await module.apply(records, ids);
    expect(votes.vote(0, 'song')).toBe('ham');
    expect(faults).toMatchObject([{ function: 'slow', row: 1, kind: 'timeout' }]);
  });
});

describe('a thread that dies of what a function left behind', () => {
  const code = `${TASK} export default asyncFunctions({
    song: when('text', keywords('song')).vote('ham'),
    careless: async ({ text }) => {
      if (text === 'http') setTimeout(() => { throw new Error('nobody listens'); }, 1);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return 'spam';
    },
  });`;

  it('is replaced; the record is found, and the function abstains there', async () => {
    for (const workers of [1, 2]) {
      const module = await openModule(code, { tolerant: true, workers });
      const found = await Promise.all([module.apply(records, ids), module.apply(records.slice(0, 1), ['d'])]);
      expect(found.map(({ votes }) => Array.from(votes.votes))).toEqual([
        [0, 1, -1, -1, -1, 1],
        [0, 1],
      ]);
      expect(found.flatMap(({ faults }) => faults)).toEqual([
        {
          function: 'careless',
          row: 1,
          id: 'b',
          kind: 'threw',
          message: "labeling function 'careless' ended its thread on record 'b': nobody listens",
        },
      ]);
    }
  }, 60_000);

  it('ends the run where no fault is tolerated', async () => {
    const module = await openModule(code);
    await expect(module.apply(records, ids)).rejects.toThrow("labeling.ts' died: nobody listens");
  });
});

describe('large inputs and many faults', () => {
  it('takes a record of 50 MB', async () => {
    const module = await openModule(`${TASK} export default functions({
      song: when('text', keywords('song')).vote('ham'),
      other: when('text', keywords('nothing')).vote('spam'),
    });`);
    const large = { text: `${'word and number 12 '.repeat(2_900_000)}song` };
    expect(large.text.length).toBeGreaterThan(50_000_000);
    const { votes, faults } = await module.apply([large, records[1]], ['large', 'b']);
    expect(Array.from(votes.votes)).toEqual([0, -1, -1, -1]);
    expect(faults).toEqual([]);
  }, 60_000);

  it('hands over a hundred thousand faults with the votes', async () => {
    const module = await openModule(withOne(`broken: () => { throw new Error('no network'); }`), {
      tolerant: true,
    });
    const many = Array.from({ length: 100_000 }, () => ({ text: 'song' }));
    const { votes, faults } = await module.apply(
      many,
      many.map((_, n) => `r${n}`),
    );
    expect([votes.rows, faults.length]).toEqual([100_000, 100_000]);
  }, 60_000);
});
