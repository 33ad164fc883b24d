import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { labelModel, majorityVote, scoreLabels, summarize } from 'labelwright';
import { readRecords } from 'labelwright/io';
import { describe, expect, it, test } from 'vitest';
import rules, { type Comment } from '../labeling.ts';

const shipped = fileURLToPath(new URL('../data/comments.jsonl', import.meta.url));
const data =
  process.env.LABELWRIGHT_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const splits = ['train', 'valid', 'test'].map((split) => `${data}/youtube/${split}.jsonl`);

async function readAll(paths: readonly string[]): Promise<(Comment & { label?: number })[]> {
  const found = [];
  for (const path of paths) for await (const { records } of readRecords(path)) found.push(...records);
  return found as unknown as (Comment & { label?: number })[];
}

for (const { name, check } of rules.examples()) test(name, check);

describe('the ten functions on the comments written for the example', () => {
  it('vote on most of them, with an overlap', async () => {
    const { coverage, overlap } = summarize(rules.applyTo(await readAll([shipped])));
    expect(coverage).toBeGreaterThan(0.8);
    expect(overlap).toBeGreaterThan(0.3);
  });

  it('tell ham from spam', async () => {
    const votes = rules.applyTo(await readAll([shipped]));
    const labels = labelModel().fit(votes).predict(votes);
    expect([labels.top(1), labels.top(2)]).toEqual(['spam', 'ham']);
  });
});

describe.skipIf(!existsSync(splits[0]))(
  'the ten functions on public comments (skipped without LABELWRIGHT_DATA)',
  () => {
    it('reach the figures of the README', async () => {
      const comments = await readAll(splits);
      const votes = rules.applyTo(comments);
      const gold = comments.map(({ label }) => (label === 1 ? 'spam' : 'ham'));
      const majority = scoreLabels(majorityVote().fit(votes).predict(votes), gold);
      const model = scoreLabels(labelModel().fit(votes).predict(votes), gold);
      expect(votes.rows).toBe(1956);
      expect(summarize(votes).coverage).toBeCloseTo(0.792, 3);
      expect(majority.accuracy).toBeCloseTo(0.901, 3);
      expect(model.logLoss).toBeLessThan(0.6 * (majority.logLoss ?? 0));
    });
  },
);
