import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPatterns, LabelMatrix, seededRandom, type VotePatterns } from '@labelwright/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PatternCounts } from '../src/pattern-counts.ts';

const labels = ['a', 'b', 'c'];
const functions = Array.from({ length: 8 }, (_, j) => `f${j}`);

/** Votes of which some combinations are frequent and most are rare. */
function simulate(rows: number, confidences = false): LabelMatrix {
  const random = seededRandom(5);
  const votes = Int8Array.from({ length: rows * functions.length }, () => -1);
  for (let row = 0; row < rows; row++) {
    const votesCast = random() < 0.5 ? 1 : functions.length;
    for (let n = 0; n < votesCast; n++) {
      const j = Math.floor(random() * functions.length);
      votes[row * functions.length + j] = Math.floor(random() * labels.length);
    }
  }
  const sure = confidences ? Float32Array.from(votes, () => 0.05 + 0.95 * random()) : undefined;
  return new LabelMatrix({ labels, functions, votes, confidences: sure });
}

function added(counts: PatternCounts, votes: LabelMatrix, size: number): PatternCounts {
  for (let from = 0; from < votes.rows; from += size) {
    const rows = Array.from({ length: Math.min(size, votes.rows - from) }, (_, n) => from + n);
    counts.add(votes.take(rows));
  }
  return counts;
}

/** The count of each pattern, by its votes. */
function countsOf({ offsets, columns, votes, levels, counts }: VotePatterns): Map<string, number> {
  const cells = [...columns.keys()].map((cell) => [columns[cell], votes[cell], levels?.[cell]].join(' '));
  return new Map(
    Array.from(counts, (count, p) => [cells.slice(offsets[p], offsets[p + 1]).join(','), count]),
  );
}

describe('PatternCounts', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'labelwright-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('counts all patterns in memory where they are few', () => {
    const votes = simulate(3000);
    const counts = added(new PatternCounts(folder), votes, 500);
    const { patterns } = findPatterns(votes);
    expect(counts.take()).toEqual({ patterns, distinct: patterns.size });
    expect(readdirSync(folder)).toEqual([]);
    expect(new PatternCounts(folder).take()).toBe(undefined);
  });

  it.each([
    ['plain votes', false],
    ['confidences', true],
  ])('counts in files where they are more, and gives a sample: %s', (_, confidences) => {
    const votes = simulate(20_000, confidences);
    const all = countsOf(findPatterns(votes).patterns);
    const counts = added(new PatternCounts(folder, 2000), votes, 700);
    expect(readdirSync(folder).length).toBe(1);
    const { patterns, distinct } = counts.take() ?? expect.fail();
    expect(distinct).toBe(all.size);
    expect(patterns.size).toBeLessThanOrEqual(2000);
    expect(patterns.size).toBeGreaterThan(800);
    const sample = countsOf(patterns);
    const worth = Math.min(...sample.values());
    expect(worth).toBeGreaterThan(1);
    // What has more records than a pattern stands for is in the sample for certain, with its count.
    for (const [votesOf, count] of all) {
      if (count > worth) expect(sample.get(votesOf)).toBe(count);
      else expect(sample.get(votesOf) ?? worth).toBe(worth);
    }
    expect(Math.abs(patterns.records / votes.rows - 1)).toBeLessThan(0.1);
    counts.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('counts votes that are sure alike, whether others beside them are or not', () => {
    const plain = simulate(3000);
    const counts = new PatternCounts(folder, 500);
    counts.add(plain);
    const confidences = Float32Array.from(plain.votes, () => 1);
    confidences[0] = 0.5;
    const votes = plain.votes.with(0, 1);
    counts.add(new LabelMatrix({ labels, functions, votes, confidences }));
    const { distinct } = counts.take() ?? expect.fail();
    expect(distinct).toBe(findPatterns(plain).patterns.size + 1);
    counts.close();
  });

  it('gives the same sample for any batches', () => {
    const votes = simulate(20_000);
    const samples = [700, 64, 5000].map((size, n) => {
      const counts = added(new PatternCounts(join(folder, String(n)), 2000), votes, size);
      const sample = counts.take();
      counts.close();
      return sample;
    });
    expect(samples[1]).toEqual(samples[0]);
    expect(samples[2]).toEqual(samples[0]);
  });

  it('says where it cannot write', () => {
    const file = join(folder, 'taken');
    writeFileSync(file, '');
    const counts = new PatternCounts(file, 20);
    expect(() => counts.add(simulate(500))).toThrow(`'${file}' is a file or within one; expected a folder`);
    expect(existsSync(file)).toBe(true);
  });
});
