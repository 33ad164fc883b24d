import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelMatrix, type LabelModel, mapEm, PatternTable, seededRandom, voteArray } from 'labelwright';
import { PatternCounts } from 'labelwright/io';
import { secondsOf } from '../times.ts';

/**
 * What a label model loses where votes have more patterns than fit into memory:
 * `tsx bench/quality/many-patterns.ts [records]`.
 *
 * A quarter as many patterns as records is kept in memory, so they are counted in files, and a sample of them is fitted
 * to; beside it the model of an eighth of the records. Both are held against the model of all patterns, forty times
 * with other votes.
 */
const RECORDS = Number(process.argv[2] ?? 200_000);
const FUNCTIONS = 20;
const BATCH = 5000;
const DRAWS = 40;

interface Trial {
  readonly distinct: number;
  readonly sampled: number;
  readonly memorySeconds: number;
  readonly fileSeconds: number;
  /** The mean difference of probabilities from the model of all, by the sample of patterns and of records. */
  readonly ofPatterns: number;
  readonly ofRecords: number;
}

const names = Array.from({ length: FUNCTIONS }, (_, j) => `function${j}`);
const folder = mkdtempSync(join(tmpdir(), 'labelwright-bench-'));
try {
  const trials = Array.from({ length: DRAWS }, (_, seed) => attempt(seededRandom(seed)));
  const mean = (of: (trial: Trial) => number) => trials.reduce((sum, trial) => sum + of(trial) / DRAWS, 0);
  const number = (of: (trial: Trial) => number) => Math.round(mean(of)).toLocaleString('en');
  console.log(`${RECORDS.toLocaleString('en')} records, ${number(({ distinct }) => distinct)} patterns`);
  const [memory, file] = [mean((trial) => trial.memorySeconds), mean((trial) => trial.fileSeconds)];
  console.log(`counted in memory: ${memory.toFixed(2)} s; in files: ${file.toFixed(2)} s`);
  console.log('mean difference of probabilities from the model of all (map-em)');
  console.log(`  ${number(({ sampled }) => sampled)} patterns: ${mean((t) => t.ofPatterns).toFixed(6)}`);
  console.log(`  ${(RECORDS / 8).toLocaleString('en')} records: ${mean((t) => t.ofRecords).toFixed(6)}`);
} finally {
  rmSync(folder, { recursive: true });
}

function attempt(random: () => number): Trial {
  const counts = new PatternCounts(folder, RECORDS / 4);
  const [all, some] = [0, 1].map(() => new PatternTable<string>(['a', 'b'], names));
  let [memorySeconds, fileSeconds] = [0, 0];
  let last = draw(BATCH, random);
  for (let from = 0; from < RECORDS; from += BATCH) {
    last = draw(BATCH, random);
    memorySeconds += secondsOf(() => all.addMatrix(last))[0];
    fileSeconds += secondsOf(() => counts.add(last))[0];
    if (from < RECORDS / 8) some.addMatrix(last);
  }
  const [taking, counted] = secondsOf(() => counts.take());
  counts.close();
  if (!counted) throw new Error('found no votes');
  const whole = mapEm().fit(all.finish().patterns);
  return {
    distinct: counted.distinct,
    sampled: counted.patterns.size,
    memorySeconds,
    fileSeconds: fileSeconds + taking,
    ofPatterns: difference(mapEm().fit(counted.patterns), whole, last),
    ofRecords: difference(mapEm().fit(some.finish().patterns), whole, last),
  };
}

/** Votes of functions of which half cover much and half little, right 60 to 90 % of the time. */
function draw(rows: number, random: () => number): LabelMatrix {
  const votes = voteArray(2, rows * FUNCTIONS).fill(-1);
  for (let i = 0; i < rows; i++) {
    const truth = random() < 0.4 ? 1 : 0;
    for (let j = 0; j < FUNCTIONS; j++) {
      if (random() >= (j % 2 === 0 ? 0.55 : 0.16)) continue;
      votes[i * FUNCTIONS + j] = random() < 0.6 + 0.015 * j ? truth : 1 - truth;
    }
  }
  return new LabelMatrix({ labels: ['a', 'b'], functions: names, votes });
}

function difference(one: LabelModel, other: LabelModel, votes: LabelMatrix): number {
  const [a, b] = [one, other].map((model) => model.predict(votes));
  let apart = 0;
  for (let i = 0; i < votes.rows; i++) apart += Math.abs(a.distribution(i)[0] - b.distribution(i)[0]);
  return apart / votes.rows;
}
