import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

const BIN = fileURLToPath(new URL('../../labelwright/dist/bin.js', import.meta.url));

let shell: Shell;
beforeEach(() => {
  shell = new Shell();
  shell.write('labeling.ts', moduleText());
  shell.write('comments.jsonl', comments);
});

afterEach(() => shell.remove());

/** So many records with ids of their own. */
function many(count: number): string {
  return Array.from({ length: count }, (_, n) => `{"id":"r${n}","text":"text ${(n * 7919) % 10007}"}\n`).join(
    '',
  );
}

describe('the command', () => {
  it('names the first bad records, and counts the others', async () => {
    const bad = Array.from({ length: 7 }, () => '{"id":\n').join('');
    shell.write('bad.jsonl', `${bad}${comments}`);
    const line = 'apply @labeling.ts --input @bad.jsonl --output @votes.jsonl --bad-records skip';
    const { err } = await shell.run(line);
    expect(err.split('\n')).toEqual([
      'left out 7 records that could not be read',
      ...[1, 2, 3].map((n) => expect.stringContaining(`bad.jsonl, line ${n}: not JSON`)),
      '  … and 4 more',
      '',
    ]);
    const { badRecords, firstBadRecords } = JSON.parse((await shell.run(`${line} --json`)).out);
    expect(badRecords).toBe(7);
    expect(firstBadRecords).toHaveLength(3);
  });

  it('leaves out bad records wherever records are read', async () => {
    shell.write('bad.jsonl', `${comments}{"id":\n`);
    await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
    const line = 'report @out/votes.jsonl --records @bad.jsonl';
    expect((await shell.run(line)).code).toBe(1);
    const { code, err } = await shell.run(`${line} --bad-records skip`);
    expect([code, err]).toEqual([0, expect.stringContaining('left out 1 record')]);
  });

  it('reads a compressed file up to where it is cut off', async () => {
    const bytes = gzipSync(many(5000), { level: 1 });
    writeFileSync(shell.path('cut.jsonl.gz'), bytes.subarray(0, bytes.length - 100));
    const line = 'apply @labeling.ts --input @cut.jsonl.gz --output @votes.jsonl';
    const failed = await shell.run(line);
    expect([failed.code, existsSync(shell.path('votes.jsonl'))]).toEqual([1, false]);
    expect(failed.err).toMatch(
      /cut\.jsonl\.gz, line \d+: the compressed content is cut off; expected all of it/,
    );
    const { code, out, err } = await shell.run(`${line} --bad-records skip`);
    expect(code).toBe(0);
    expect(Number.parseInt(out, 10)).toBeGreaterThan(1000);
    expect(err).toContain('left out 1 record that could not be read');
  });

  it('refuses two records of the same id, with the lines of both', async () => {
    shell.write('twice.jsonl', `${many(2500)}{"id":"r7","text":"again"}\n`);
    const { code, err } = await shell.run('run @labeling.ts --input @twice.jsonl --output @out');
    expect(code).toBe(1);
    expect(err).toContain(
      "twice.jsonl, line 2501: found the id 'r7' a second time, first on line 8; expected",
    );
    expect(readdirSync(shell.path('out'))).toEqual([]);
  });

  it('goes on behind a record on which a function takes all memory', () => {
    const hungry = `hungry: ({ text }) => {
      const kept = [];
      while (text.includes('song')) kept.push(new Array(10_000).fill(text));
      return undefined;
    },`;
    shell.write('labeling.ts', moduleText(hungry));
    const args = [
      'apply',
      shell.path('labeling.ts'),
      ...['-i', shell.path('comments.jsonl'), '-o', shell.path('votes.jsonl'), '--keep-going'],
    ];
    const small = { ...process.env, NODE_OPTIONS: '--max-old-space-size=100' };
    const { status, stderr } = spawnSync(process.execPath, [BIN, ...args], { env: small, encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining("'hungry' ended its thread on record 'c2'"),
    ]);
    expect(stderr).toContain('memory');
    expect(shell.read('votes.jsonl')).toContain('{"id":"c2","votes":{"song":"ham"}}');
  }, 60_000);

  it('labels a record of 50 MB', async () => {
    shell.write(
      'wide.jsonl',
      `${JSON.stringify({ id: 'wide', text: `${'é '.repeat(16_000_000)} song` })}\n${comments}`,
    );
    const { code, out } = await shell.run('apply @labeling.ts --input @wide.jsonl --output @votes.jsonl');
    expect([code, out]).toEqual([0, expect.stringContaining('4 records')]);
    expect(shell.read('votes.jsonl')).toContain('{"id":"wide","votes":{"song":"ham"}}');
  }, 60_000);

  it.each(['parquet', 'arrow'])('writes votes and labels as %s, and reads them again', async (format) => {
    const line = `run @labeling.ts --input @comments.jsonl --output @out`;
    await shell.run(line);
    const { code } = await shell.run(`${line} --votes-as ${format} --labels-format ${format}`);
    expect(code).toBe(0);
    expect(readdirSync(shell.path('out'))).toEqual(
      expect.arrayContaining([`votes.${format}`, `labels.${format}`]),
    );
    const suggested = await shell.run('diff @out @out --json');
    expect([suggested.code, suggested.err]).toEqual([0, '']);
    const fitted = await shell.run(`fit @out/votes.${format} --output @model.json --json`);
    expect(JSON.parse(fitted.out)).toMatchObject({ labels: ['ham', 'spam'], records: 3 });
  });

  it('labels the records that are wanted, the same for any number of threads', async () => {
    shell.write('many.jsonl', many(5000));
    const line = (workers: number) =>
      `apply @labeling.ts --input @many.jsonl --sample 10% --select text --workers ${workers} --output @votes-${workers}.jsonl --where length(text)=9`;
    const outcomes = [];
    for (const workers of [1, 2]) outcomes.push(await shell.run(line(workers)));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes[0].out).toMatch(/^(3|4|5)\d\d records/);
    expect(shell.read('votes-2.jsonl')).toBe(shell.read('votes-1.jsonl'));
  });

  it.each(['0', '101%', 'some', '1.5'])('refuses a sample of %s', async (size) => {
    const { code, err } = await shell.run(
      `apply @labeling.ts --input @comments.jsonl --output @votes.jsonl --sample ${size}`,
    );
    expect([code, err]).toEqual([2, expect.stringContaining('Expected a number of records, or a share')]);
  });

  it.each(['jsonl', 'parquet'])(
    'labels all records and reports on a sample where they are many: votes as %s',
    async (format) => {
      const songs = Array.from({ length: 3000 }, (_, n) => {
        const text = `${n % 3 === 0 ? 'song' : ''} ${n % 7 === 0 ? 'http://x' : ''} ${n}`;
        return `${JSON.stringify({ id: `r${n}`, text, lang: 'ab'[n % 2] })}\n`;
      });
      shell.write('songs.jsonl', songs.join(''));
      const line = `run @labeling.ts --input @songs.jsonl --slice lang --votes-as ${format} --json`;
      const whole = await shell.run(`${line} --output @whole`);
      const some = await shell.run(`${line} --output @some --report-on 500`);
      expect([whole.code, some.code]).toEqual([0, 0]);
      for (const file of ['labels.jsonl', 'model.json']) {
        expect(shell.read(`some/${file}`)).toBe(shell.read(`whole/${file}`));
      }
      const { records, report } = JSON.parse(some.out);
      expect(records).toBe(3000);
      expect(report.title).toMatch(/^labeling\.ts \(a random sample of \d\d\d of 3,000 records\)$/);
      expect(report.summary.records).toBeLessThanOrEqual(500);
      expect(report.summary.coverage).toBeCloseTo(JSON.parse(whole.out).report.summary.coverage, 1);
      const counts = report.slices[0].slices.map(({ records: count }: { records: number }) => count);
      expect(counts[0] + counts[1]).toBe(report.summary.records);
    },
    30_000,
  );

  it('refuses to write to a folder that another run writes to', async () => {
    mkdirSync(shell.path('out'));
    const holder = { pid: process.ppid, host: hostname(), since: '2026-01-02T03:04:05.000Z' };
    shell.write('out/.labelwright.lock', JSON.stringify(holder));
    const { code, err } = await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
    expect(code).toBe(1);
    expect(err).toContain(`is being written by process ${process.ppid} on`);
    expect(readdirSync(shell.path('out'))).toEqual(['.labelwright.lock']);
  });

  it('names the functions that test a field of no record', async () => {
    shell.write('labeling.ts', moduleText().replaceAll("'text', keywords", "'txt' as 'text', keywords"));
    const line = 'apply @labeling.ts --input @comments.jsonl --output @votes.jsonl';
    const { code, err } = await shell.run(line);
    expect([code, err]).toEqual([
      0,
      "song: abstained on all records, none of which has the field 'txt'; expected one of id, text\n",
    ]);
    expect(JSON.parse((await shell.run(`${line} --json`)).out).missingFields).toEqual({ txt: ['song'] });
  });

  it('refuses a field to read that no record has', async () => {
    await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
    const line = 'report @out/votes.jsonl --records @comments.jsonl --text txt';
    const { code, err } = await shell.run(line);
    expect([code, err]).toEqual([
      2,
      "labelwright: found no field 'txt' in the first 3 records; expected --text to name one of id, text\n",
    ]);
  });

  it.each(['init @comments.jsonl', 'run @labeling.ts --input @comments.jsonl --output @labeling.ts/out'])(
    'asks for a folder where a file is: %s',
    async (line) => {
      const { err } = await shell.run(line);
      expect(err).toMatch(/^labelwright: '.*' is a file or within one; expected a folder\n$/);
    },
  );
});
