import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packModule } from '../src/index.ts';
import { moduleText, PackFolder, packages } from './packed.ts';

const folder = new PackFolder();
beforeAll(async () => {
  await folder.pack(moduleText, 'pack', { timeLimit: 300 });
}, 30_000);
afterAll(() => folder.remove());

const texts = [
  'a song',
  'http://x',
  'une chanson très longue, à écouter encore et encore',
  '歌 \u2028 wow!',
  '',
  '"quoted", {braced} and \\escaped\\',
];
const lineOf = (text: string, n: number) => JSON.stringify({ id: `r${n}`, text });
const expected = [
  [-1, 0, -1, -1],
  [1, -1, -1, -1],
  [-1, 0, 1, -1],
  [-1, 0, -1, 1],
  [-1, -1, -1, -1],
  [-1, -1, -1, -1],
];

/** Feeds the bytes in pieces and waits for the end. */
async function feed(pieces: readonly Buffer[], args: readonly string[] = ['--stdio']) {
  const worker = folder.start(args);
  for (const piece of pieces) {
    if (!worker.process.stdin.write(piece)) await new Promise((go) => worker.process.stdin.once('drain', go));
  }
  worker.process.stdin.end();
  return { code: await worker.ended, worker };
}

describe('a worker over pipes', () => {
  it('answers one line for each record, and counts them, wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('\n', '\r\n', '\n\n'),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        async (newline, ended, sizes) => {
          const whole = Buffer.from(texts.map(lineOf).join(newline) + (ended ? newline : ''));
          const pieces: Buffer[] = [];
          for (let at = 0, n = 0; at < whole.length; at += sizes[n++ % sizes.length]) {
            pieces.push(whole.subarray(at, at + sizes[n % sizes.length]));
          }
          const { code, worker } = await feed(pieces);
          expect([code, worker.lines.length]).toEqual([0, texts.length + 1]);
          for (const [n, votes] of expected.entries()) {
            expect(worker.lines[n]).toMatchObject({ id: `r${n}`, votes });
          }
          expect(worker.lines.at(-1)).toMatchObject({ labelwright: 'end', records: texts.length, faults: 0 });
        },
      ),
      { numRuns: 5 },
    );
  }, 60_000);

  it('answers nothing to nothing', async () => {
    const { code, worker } = await feed([]);
    expect([code, worker.lines]).toEqual([0, [expect.objectContaining({ labelwright: 'end', records: 0 })]]);
  });

  it('takes a line of many megabytes', async () => {
    const { code, worker } = await feed([
      Buffer.from(`${lineOf('song '.repeat(2_000_000), 0)}\n${lineOf('x', 1)}\n`),
    ]);
    expect([code, worker.lines.length]).toEqual([0, 3]);
    expect(worker.lines[0]).toMatchObject({ id: 'r0', votes: [-1, 0, 1, -1] });
  }, 30_000);

  it('answers before it is asked more', async () => {
    const worker = folder.start(['--stdio']);
    for (let n = 0; n < 3; n++) {
      worker.process.stdin.write(`${lineOf('a song', n)}\n`);
      await worker.answered(n + 1);
    }
    worker.process.stdin.end();
    expect([await worker.ended, worker.lines.length]).toEqual([0, 4]);
  });

  it('waits for a slow reader', async () => {
    const worker = folder.start(['--stdio']);
    worker.process.stdout.pause();
    const many = Array.from({ length: 20_000 }, (_, n) => `${lineOf('a song', n)}\n`).join('');
    worker.process.stdin.end(many);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(worker.out).toBe('');
    worker.process.stdout.resume();
    expect([await worker.ended, worker.lines.length]).toEqual([0, 20_001]);
    expect(worker.lines.slice(0, -1).map(({ id }) => id)).toEqual(
      Array.from({ length: 20_000 }, (_, n) => `r${n}`),
    );
  }, 30_000);

  it('ends with an error where its reader has gone', async () => {
    const worker = folder.start(['--stdio']);
    worker.process.stdout.destroy();
    const many = Array.from({ length: 50_000 }, (_, n) => `${lineOf('a song', n)}\n`).join('');
    worker.process.stdin.end(many);
    expect(await worker.ended).toBe(1);
    expect(worker.err).toMatch(/labelwright: the reader has gone/);
  }, 30_000);

  it('lets functions fail, die and hang, and says which', async () => {
    const { code, worker } = await feed([
      Buffer.from(['THROW song', 'DIE song', 'HANG song', 'song!'].map(lineOf).join('\n')),
    ]);
    expect(code).toBe(0);
    expect(worker.lines.map(({ votes }) => votes)).toEqual([
      [-1, 0, -1, -1],
      [-1, 0, -1, -1],
      [-1, 0, -1, -1],
      [-1, 0, -1, 1],
      undefined,
    ]);
    const faults = worker.lines
      .slice(0, 3)
      .map((line) => (line.faults as { function: string; kind: string; message: string }[])[0]);
    expect(faults.map(({ function: name, kind }) => [name, kind])).toEqual([
      ['moody', 'threw'],
      ['moody', 'threw'],
      ['moody', 'timeout'],
    ]);
    expect(faults[2].message).toMatch(
      /standard input, line 3: .*did not return within 300 ms on record 'r2'/,
    );
    expect(worker.lines.at(-1)).toMatchObject({ records: 4, faults: 3 });
  }, 30_000);

  it('votes on a record whatever happened on the records before it', async () => {
    const seven = Array.from({ length: 7 }, (_, n) => `HANG ${n}`);
    const { code, worker } = await feed([Buffer.from([...seven, 'song!'].map(lineOf).join('\n'))]);
    expect([code, worker.lines.at(-1)]).toEqual([0, expect.objectContaining({ records: 8, faults: 7 })]);
    expect(worker.lines[7]).toMatchObject({ id: 'r7', votes: [-1, 0, -1, 1] });
  }, 30_000);

  it('keeps what functions print off the standard output', async () => {
    const { worker } = await feed([Buffer.from(`${lineOf('a song', 0)}\n`)]);
    expect(worker.lines).toHaveLength(2);
    expect(worker.err).toMatch(/loaded\n.*looking at a song/s);
  });

  it.each([
    ['no JSON', '{"id":"r0","text":"x"}\n{"id":', /line 2: not JSON on the last line/],
    ['no object', '[1]\n', /line 1: found an array; expected one object per line/],
    ['no id', '{"text":"x"}\n', /standard input, line 1: found no 'id'; expected a text or a number/],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x0a]), /not UTF-8/],
  ])('ends with an error and no count at %s', async (_, input, message) => {
    const { code, worker } = await feed([Buffer.from(input)]);
    expect(code).toBe(1);
    expect(worker.err).toMatch(message);
    expect(worker.out).not.toContain('"end"');
  });

  it('leaves no count where it is killed', async () => {
    const worker = folder.start(['--stdio']);
    worker.process.stdin.write(`${lineOf('a song', 0)}\n`);
    await worker.answered(1);
    worker.process.kill('SIGKILL');
    expect([await worker.ended, worker.out.includes('"end"')]).toEqual(['SIGKILL', false]);
  });

  it('names records by another field, and refuses what it does not know', async () => {
    const { worker } = await feed([Buffer.from('{"key":7,"text":"a song"}\n')], ['--stdio', '--id', 'key']);
    expect(worker.lines[0]).toMatchObject({ id: '7' });
    for (const args of [[], ['--stdio', '--shard', 'x'], ['--nothing'], ['--score'], ['--shard', 'x']]) {
      const { code, worker: refused } = await feed([], args);
      expect([args, code]).toEqual([args, 2]);
      expect(refused.err).toMatch(/^labelwright: /);
    }
  }, 30_000);
});

describe('a worker on a part of a file', () => {
  const records = () =>
    folder.write(
      'records.jsonl',
      Array.from({ length: 500 }, (_, n) => `${lineOf(texts[n % texts.length], n)}\n`).join(''),
    );

  const shard = async (args: readonly string[]) => {
    const { code, worker } = await feed([], ['--shard', ...args]);
    expect([code, code === 0 ? '' : worker.err]).toEqual([0, '']);
    return worker.out;
  };

  it('covers the file by ranges, and writes the same bytes again', async () => {
    const input = records();
    const ranges = (await shard([input, '--split', '3'])).trim().split('\n');
    expect(ranges).toHaveLength(3);
    const outcomes = [];
    for (const range of ranges) {
      outcomes.push(JSON.parse(await shard([input, '--range', range, '--output', folder.at('parts')])));
    }
    const files = readdirSync(folder.at('parts')).sort();
    expect(files).toEqual(
      outcomes.flatMap(({ shard: name }) => [`${name}.statistics.jsonl`, `${name}.votes.jsonl`]).sort(),
    );
    const bytes = () => files.map((name) => readFileSync(folder.at('parts', name), 'utf8'));
    const before = bytes();
    const ids = before.flatMap((text) => [...text.matchAll(/^\{"id":"r(\d+)"/gm)].map(([, n]) => Number(n)));
    expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n));
    // Two copies at the same time, as speculation makes them.
    await Promise.all([1, 2].map(() => shard([input, '--range', ranges[1], '--output', folder.at('parts')])));
    expect(readdirSync(folder.at('parts')).sort()).toEqual(files);
    expect(bytes()).toEqual(before);
  }, 60_000);

  it('says what Parquet needs where nothing is installed', async () => {
    const input = folder.write('records.parquet', 'PAR1');
    const { code, worker } = await feed([], ['--shard', input, '--output', folder.at('columns')]);
    expect(code).toBe(2);
    expect(worker.err).toMatch(/need the package @duckdb\/node-api, which is not installed here/);
  });

  it('leaves nothing behind where a record cannot be read', async () => {
    const input = folder.write('broken.jsonl', `${lineOf('a song', 0)}\n{"id":\n${lineOf('x', 2)}\n`);
    const { code, worker } = await feed([], ['--shard', input, '--output', folder.at('broken')]);
    expect([code, worker.err.includes('broken.jsonl, line 2')]).toEqual([1, true]);
    expect(readdirSync(folder.at('broken'))).toEqual([]);
  });
});

describe('packing', () => {
  it('gives the same bytes in another folder, without a word of either', async () => {
    const [one, other] = [await folder.pack(moduleText, 'one'), await folder.pack(moduleText, 'other')];
    expect(other.manifest).toEqual(one.manifest);
    expect(one.manifest.fields).toEqual(['text', 'text', null, null]);
    const code = readFileSync(folder.at('one', one.manifest.file), 'utf8');
    expect(code).toBe(readFileSync(folder.at('other', other.manifest.file), 'utf8'));
    expect(code).not.toContain(folder.path);
    expect(code).not.toContain(new URL('../../..', import.meta.url).pathname);
  }, 30_000);

  it('replaces an earlier pack, and names the files that the module reads', async () => {
    await folder.pack(moduleText, 'again');
    writeFileSync(folder.at('again-source', 'words.txt'), 'song\n');
    const text = `import { defineTask, type } from 'labelwright';
      const { functions } = defineTask({ labels: ['a', 'b'], record: type<{ text: string }>() });
      export const list = 'words.txt';
      export default functions({ one: () => 'a' as const });`;
    const { manifest, reads } = await folder.pack(text, 'again');
    expect(readdirSync(folder.at('again')).sort()).toEqual([manifest.file, 'manifest.json'].sort());
    expect(reads).toEqual(['words.txt']);
    expect(manifest).toMatchObject({
      labels: ['a', 'b'],
      functions: ['one'],
      fields: [null],
      timeLimit: 5000,
    });
  }, 30_000);

  it('refuses a module that does not load, and a pack that was changed', async () => {
    await expect(packModule(folder.at('none.ts'), folder.at('x'), { packages })).rejects.toThrow(
      /found no labeling module/,
    );
    await expect(folder.pack('throw new Error("not today")', 'bad')).rejects.toThrow(/not today/);
    const { manifest } = await folder.pack(moduleText, 'changed');
    const file = folder.at('changed', manifest.file);
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    const worker = folder.start(['--stdio'], 'changed');
    worker.process.stdin.end();
    expect(await worker.ended).toBe(1);
    expect(worker.err).toMatch(/found the hash .* as the manifest says/);
  }, 30_000);
});
