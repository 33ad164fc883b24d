import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelMatrix, seededRandom } from '@labelwright/core';
import { PatternCounts } from '@labelwright/io';
import { estimator, estimatorNames } from '@labelwright/label-model';
import { describe, expect, it } from 'vitest';
import { VoteStream } from '../src/vote-stream.ts';

const labels = ['ham', 'spam'];
const functions = ['link', 'song', 'short', 'loud'];

/** Votes of four functions that are right three times in four. */
function simulate(rows: number, confidences = false): LabelMatrix {
  const random = seededRandom(3);
  const votes = Int8Array.from({ length: rows * 4 }, () => -1);
  for (let row = 0; row < rows; row++) {
    const truth = random() < 0.4 ? 1 : 0;
    for (let j = 0; j < 4; j++) if (random() < 0.5) votes[row * 4 + j] = random() < 0.75 ? truth : 1 - truth;
  }
  const ids = Array.from({ length: rows }, (_, row) => `r${row}`);
  const sure = confidences ? Float32Array.from(votes, () => 0.5 + random() / 2) : undefined;
  return new LabelMatrix({ labels, functions, votes, ids, confidences: sure });
}

/** Patterns are few here, so nothing is written. */
function streamed(votes: LabelMatrix, size: number, limits = {}): VoteStream {
  const stream = new VoteStream(limits, new PatternCounts('nowhere'));
  for (let from = 0; from < votes.rows; from += size) {
    const rows = Array.from({ length: Math.min(size, votes.rows - from) }, (_, n) => from + n);
    stream.add(votes.take(rows));
  }
  return stream;
}

describe('VoteStream', () => {
  it('keeps all votes where they are few', () => {
    const votes = simulate(500);
    const stream = streamed(votes, 100);
    expect([stream.whole, stream.rows]).toEqual([true, 500]);
    expect(stream.kept()?.votes).toEqual(votes);
    expect(stream.kept()?.rows).toBe(undefined);
    expect(new VoteStream().kept()).toBe(undefined);
  });

  it('keeps a random sample where they are many, the same for any batches', () => {
    const votes = simulate(10_000);
    const kept = streamed(votes, 1000, { records: 1000 }).kept();
    expect(kept?.votes.rows).toBeGreaterThan(450);
    expect(kept?.votes.rows).toBeLessThanOrEqual(1000);
    expect(kept?.votes.ids).toEqual(Array.from(kept?.rows ?? [], (row) => `r${row}`));
    expect(kept?.votes).toEqual(votes.take(kept?.rows ?? []));
    expect(streamed(votes, 70, { records: 1000 }).kept()).toEqual(kept);
    expect(streamed(votes, 1000, { cells: 4000 }).kept()).toEqual(kept);
  });

  it.each(estimatorNames)('fits %s to all votes, of which it keeps some', (name) => {
    const votes = simulate(2000);
    const stream = streamed(votes, 300, { records: 250 });
    const kept = stream.kept();
    expect(kept?.votes.rows).toBeLessThan(300);
    const model = kept && stream.fit(estimator(name), kept);
    expect(model?.toJSON()).toEqual(estimator(name).fit(votes).toJSON());
    expect(stream.describeFit()).toBe('');
  });

  it('fits to all votes with confidences', () => {
    const votes = simulate(2000, true);
    const stream = streamed(votes, 300, { records: 250 });
    const kept = stream.kept();
    expect(kept && stream.fit(estimator('auto'), kept).toJSON()).toEqual(
      estimator('auto').fit(votes).toJSON(),
    );
  });

  it('fits to what is kept where patterns are not counted', () => {
    const votes = simulate(2000);
    const stream = new VoteStream({ records: 250 });
    stream.add(votes);
    const kept = stream.kept() ?? expect.fail();
    const model = estimator('majority').fit(kept.votes);
    expect(stream.fit(estimator('majority'), kept).toJSON()).toEqual(model.toJSON());
  });

  it('fits to a sample of the patterns where there are too many, and says so', () => {
    const folder = mkdtempSync(join(tmpdir(), 'labelwright-test-'));
    const votes = simulate(2000);
    const patterns = new PatternCounts(folder, 20);
    const stream = new VoteStream({ records: 250 }, patterns);
    stream.add(votes);
    const model = stream.fit(estimator('majority'), stream.kept() ?? expect.fail());
    const sample = patterns.take()?.patterns ?? expect.fail();
    expect(model.toJSON()).toEqual(estimator('majority').fit(sample).toJSON());
    expect(stream.describeFit()).toBe(
      `the votes have 81 patterns: the label model was fitted to a random sample of ${sample.size}\n`,
    );
    rmSync(folder, { recursive: true });
  });
});
