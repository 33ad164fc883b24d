import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPatterns, LabelMatrix } from '@labelwright/core';
import { estimator } from '@labelwright/label-model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  describeSampled,
  fitStatistics,
  mergeStatistics,
  readStatistics,
  type StatisticsOptions,
  VoteStatistics,
  writeStatistics,
} from '../src/index.ts';
import { recordKey } from '../src/record-key.ts';
import { FUNCTIONS, LABELS, matrices } from './simulate.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelwright-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

/** What a file of the statistics holds. */
async function bytesOf(statistics: VoteStatistics): Promise<string> {
  const path = join(folder, `${files++}.jsonl`);
  await writeStatistics(path, statistics);
  return readFileSync(path, 'utf8');
}

/** The matrix cut in parts, each counted as a shard. */
function shardsOf(votes: LabelMatrix, parts: number, options: StatisticsOptions = {}): VoteStatistics[] {
  return Array.from({ length: parts }, (_, n) => {
    const rows = Array.from({ length: votes.rows }, (_, i) => i).filter((i) => i % parts === n);
    const statistics = new VoteStatistics(votes.labels, votes.functions, options);
    statistics.addVotes(votes.take(rows));
    statistics.endShard(`shard ${n}`);
    return statistics;
  });
}

/** The statistics of a list that is not empty. */
const merged = (parts: readonly VoteStatistics[]) =>
  mergeStatistics(parts as [VoteStatistics, ...VoteStatistics[]]);

const orders = fc.array(fc.nat(), { minLength: 8, maxLength: 8 });

function shuffled<T>(list: readonly T[], order: readonly number[]): T[] {
  return list
    .map((value, n) => [order[n % order.length], value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

describe('statistics of votes', () => {
  it.each([
    ['all patterns counted', {}],
    ['more patterns than the cap', { cap: 3, sample: 10 }],
  ])('add up to the same bytes in any order, however often parts come: %s', async (_, options) => {
    await fc.assert(
      fc.asyncProperty(matrices, fc.integer({ min: 1, max: 6 }), orders, async (votes, parts, order) => {
        const shards = shardsOf(votes, parts, options);
        const straight = merged(shards);
        const again = merged(shuffled([...shards, ...shards.slice(0, 2)], order));
        const nested = merged([merged(shards.slice(0, 1)), ...shards.slice(1)]);
        expect(await bytesOf(again)).toBe(await bytesOf(straight));
        expect(await bytesOf(nested)).toBe(await bytesOf(straight));
        expect(straight.records).toBe(votes.rows);
      }),
      { numRuns: 40 },
    );
  });

  it('give the label model that all votes give, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, fc.integer({ min: 1, max: 5 }), async (votes, parts) => {
        const paths: string[] = [];
        for (const [n, shard] of shardsOf(votes, parts).entries()) {
          paths.push(join(folder, `model ${n}.jsonl`));
          await writeStatistics(paths[n], shard);
        }
        for (const name of ['auto', 'dawid-skene'] as const) {
          const { model } = await fitStatistics(paths, estimator(name));
          expect(JSON.stringify(model)).toBe(JSON.stringify(estimator(name).fit(votes)));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('are written and read again without loss', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, fc.boolean(), async (votes, capped) => {
        const statistics = merged(shardsOf(votes, 2, capped ? { cap: 2, sample: 5 } : {}));
        const text = await bytesOf(statistics);
        const again = await readStatistics(join(folder, `${files - 1}.jsonl`));
        expect(await bytesOf(again)).toBe(text);
        expect(again.patterns()).toEqual(statistics.patterns());
      }),
      { numRuns: 30 },
    );
  });

  it('count every pair of votes', () => {
    const votes = LabelMatrix.fromRows<string, string>(
      LABELS,
      FUNCTIONS,
      [
        ['ham', 'spam', undefined, undefined],
        ['ham', 'spam', 'ham', undefined],
        ['ham', undefined, undefined, undefined],
      ],
      ['1', '2', '3'],
    );
    const statistics = new VoteStatistics<string, string>(LABELS, FUNCTIONS);
    statistics.addVotes(votes);
    const pairs = statistics
      .pairs()
      .map(({ a, labelOfA, b, labelOfB, records }) => [a, labelOfA, b, labelOfB, records]);
    expect(pairs).toEqual([
      [0, 0, 0, 0, 3],
      [0, 0, 1, 1, 2],
      [0, 0, 2, 0, 1],
      [1, 1, 1, 1, 2],
      [1, 1, 2, 0, 1],
      [2, 0, 2, 0, 1],
    ]);
  });

  it('let a random sample stand for too many patterns, and say so', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [
      LABELS[i % 3],
      i % 2 === 0 ? 'spam' : undefined,
      undefined,
      undefined,
    ]);
    const ids = rows.map((_, i) => `r${i}`);
    const votes = LabelMatrix.fromRows<string, string>(
      LABELS,
      FUNCTIONS,
      rows as (string | undefined)[][],
      ids,
    );
    const statistics = new VoteStatistics<string, string>(LABELS, FUNCTIONS, { cap: 2, sample: 3000 });
    statistics.addVotes(votes);
    expect(describeSampled(statistics)).toMatch(
      /more than 2 vote patterns: .* random sample of 3000 of 20000 records/,
    );
    const found = statistics.patterns();
    expect(found.records).toBeCloseTo(20_000, 6);
    const { counts, size } = findPatterns(votes).patterns;
    expect(found.size).toBe(size);
    for (let p = 0; p < size; p++) expect(Math.abs(found.counts[p] / counts[p] - 1)).toBeLessThan(0.15);
  });

  it('refuse other names, parts that overlap, and options that are none', () => {
    const votes = LabelMatrix.fromRows<string, string>(LABELS, FUNCTIONS, [
      ['ham', undefined, undefined, undefined],
    ]);
    const [one] = shardsOf(votes, 1);
    const other = new VoteStatistics(['no', 'yes'], FUNCTIONS);
    expect(() => mergeStatistics([one, other as never])).toThrow(
      /found the labels no, yes; expected ham, spam, eggs/,
    );
    const [a, b] = shardsOf(votes.take([0, 0]), 2);
    expect(() => merged([a, merged([a, b])])).toThrow(/found shard shard 0 twice/);
    const [older, newer] = ['aaaa', 'bbbb'].map((module) => shardsOf(votes, 1, { module })[0]);
    expect(() => merged([older, newer])).toThrow(
      /two versions of a module, aaaa… and bbbb…; expected those of one/,
    );
    expect(() => new VoteStatistics(LABELS, FUNCTIONS, { cap: 0 })).toThrow(/the cap is 0/);
  });
});

describe('a file of statistics that is none', () => {
  const header = {
    labelwright: 'statistics',
    version: 1,
    labels: LABELS,
    functions: FUNCTIONS,
    records: 1,
    shards: [],
    cap: 10,
    sample: 10,
    patterns: 1,
  };

  it.each([
    ['another kind of file', [{ id: 'c1' }], /line 1: found no header of statistics/],
    ['another version', [{ ...header, version: 9 }], /statistics of version 9; expected 1/],
    ['no functions', [{ ...header, functions: undefined }], /found no 'functions'/],
    ['a pattern too few', [header], /found 0 patterns; expected 1/],
    ['a count too high', [header, { count: 9, votes: [] }], /found patterns of 9 records; expected 1, as/],
    ['a label that is none', [header, { count: 1, votes: [[0, 7]] }], /line 2: field 'votes' is \[\[0,7\]\]/],
    ['a count below 0', [header, { count: -1, votes: [] }], /field 'count' is -1; expected a number from 0/],
    ['half a pair', [{ ...header, patterns: null }, { a: 1 }], /field 'labelOfA' is undefined/],
  ])('is refused: %s', async (_, lines, message) => {
    const path = join(folder, 'bad.jsonl');
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await expect(readStatistics(path)).rejects.toThrow(message);
  });

  it('refuses a file that ends before its sample does', async () => {
    const cells = Int8Array.from({ length: 400 }, (_, cell) => (cell * cell) % 3);
    const ids = Array.from({ length: 100 }, (_, i) => `record ${i}`);
    const votes = new LabelMatrix<string, string>({
      labels: LABELS,
      functions: FUNCTIONS,
      votes: cells,
      ids,
    });
    for (const cap of [1000, 2]) {
      const [statistics] = shardsOf(votes, 1, { cap, sample: 50 });
      const text = await bytesOf(statistics);
      const path = join(folder, 'cut.jsonl');
      writeFileSync(path, `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`);
      await expect(readStatistics(path)).rejects.toThrow(/found 49 sampled records; expected 50/);
    }
  });

  it('is refused where there is none at all', async () => {
    await expect(fitStatistics([], estimator('auto'))).rejects.toThrow(/found no statistics/);
    await expect(readStatistics(join(folder, 'none.jsonl'))).rejects.toThrow(/none.jsonl/);
  });
});

describe('the key of a record', () => {
  it('is spread evenly, whole, and the same everywhere', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => recordKey(`r${i}`));
    expect(keys.every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
    const tenths = new Float64Array(10);
    for (const key of keys) tenths[Math.floor((key / 2 ** 53) * 10)]++;
    for (const count of tenths) expect(Math.abs(count / 2000 - 1)).toBeLessThan(0.1);
    expect(recordKey('a')).toBe(3318476714977781);
  });
});
