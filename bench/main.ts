import {
  defineTask,
  findPatterns,
  keywords,
  LabelMatrix,
  majorityVote,
  mapEm,
  summarize,
  type,
} from 'labelwright';
import { Bench } from 'tinybench';
import { comparisons } from './applying.ts';
import * as baseline from './baselines.ts';
import { type ModuleComparison, moduleComparisons } from './modules.ts';
import { readingComparisons } from './reading.ts';
import { type Comment, simulateTexts, simulateVotes, wordAt } from './simulate.ts';

/** Each stage against a plain loop that does the same: `pnpm bench`, or `pnpm bench --check` at a small size. */
const check = process.argv.includes('--check');
const sizes = check ? [20_000] : [10_000, 100_000];
/** How much slower than its baseline a stage may be before `--check` fails: ratios within one run, never times. */
const bounds: Readonly<Record<string, number>> = {
  apply: 2,
  patterns: 3,
  majority: 2,
  fit: 3,
  summary: 6,
};

/** Rounds of each comparison, ours and the other in turn. */
const ROUNDS = 5;
/** How often a comparison that misses its bound is measured before it fails. */
const ATTEMPTS = 4;

const words = Array.from({ length: 20 }, (_, n) => [wordAt(n / 400), wordAt((n + 7) / 300)] as const);
let consumed = 0;
let failed = false;

for (const size of sizes) {
  const votes = simulateVotes(size, 20, 3, 0.1);
  const texts = simulateTexts(size);
  const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
  const rules = functions(
    Object.fromEntries(words.map((pair, n) => [`rule${n}`, when('text', keywords(...pair)).vote('spam')])),
  );
  await compare(
    'apply',
    size,
    () => rules.applyTo(texts).votes.length,
    () => baseline.apply(texts, words).length,
  );
  await compare(
    'patterns',
    size,
    () => findPatterns(anew(votes)).patterns.size,
    () => baseline.patterns(votes).size,
  );
  await compare(
    'majority',
    size,
    () => {
      const fresh = anew(votes);
      return majorityVote().fit(fresh).predict(fresh).rows;
    },
    () => baseline.majority(votes).length,
  );
  await compare(
    'fit',
    size,
    () => {
      const fresh = anew(votes);
      return mapEm({ maxIterations: 2 }).fit(fresh).predict(fresh).rows;
    },
    () => baseline.naiveEm(votes, 2).length,
  );
  await compare(
    'summary',
    size,
    () => summarize(anew(votes)).records,
    () => baseline.summary(votes).length,
  );
}
for (const { name, ours, other, least } of comparisons(check ? 2000 : 20_000)) {
  await hold(
    () => timesOf(ours, other),
    ([a, b]) => printRatio(name, a, b, least),
  );
}
await hold(() => moduleComparisons(check ? 1500 : 40_000), printAll);
await hold(() => readingComparisons(check ? 20_000 : 200_000), printAll);
console.log(`(results consumed: ${consumed})`);
if (failed) process.exitCode = 1;

/** The votes as a matrix that nothing is known of yet: what is found about a matrix is kept with it. */
function anew(votes: LabelMatrix): LabelMatrix {
  return new LabelMatrix(votes);
}

async function compare(name: string, size: number, ours: () => number, plain: () => number): Promise<void> {
  await hold(
    () => timesOf(ours, plain),
    ([a, b]) => {
      const ratio = a / b;
      const holds = !check || ratio <= bounds[name];
      const note = holds ? '' : `  ✗ expected at most ${bounds[name]}`;
      console.log(
        `${name.padEnd(9)} ${String(size).padStart(8)} records × 20: ${a.toFixed(2).padStart(9)} ms, plain loop ${b.toFixed(2).padStart(9)} ms, ratio ${ratio.toFixed(2)}${note}`,
      );
      return holds;
    },
  );
}

function printAll(measured: readonly ModuleComparison[]): boolean {
  return measured.map(({ name, ours, other, least }) => printRatio(name, ours, other, least)).every(Boolean);
}

/** Prints how many times quicker ours is than the other, and whether that is at least what is expected. */
function printRatio(name: string, a: number, b: number, least: number | undefined): boolean {
  const holds = !check || least === undefined || b / a >= least;
  const note = holds ? '' : `  ✗ expected at least ${least}`;
  console.log(
    `${name.padEnd(24)} ${a.toFixed(2).padStart(9)} ms, against ${b.toFixed(2).padStart(9)} ms: ${(b / a).toFixed(2)} times as quick${note}`,
  );
  return holds;
}

/**
 * Measures until what was measured holds, {@link ATTEMPTS} times at most: another process on a shared machine spoils
 * one measurement, a regression spoils all of them.
 */
async function hold<T>(measure: () => Promise<T>, print: (measured: T) => boolean): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) if (print(await measure())) return;
  failed = true;
}

/** The times of both in milliseconds, from the round whose ratio is the median: rounds of ours and the other in turn. */
async function timesOf(ours: () => number, other: () => number): Promise<readonly [number, number]> {
  const rounds: (readonly [number, number])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({
      time: (check ? 200 : 1000) / ROUNDS,
      iterations: 5,
      warmupTime: 20,
      warmupIterations: round === 0 ? 5 : 1,
    });
    bench.add('ours', () => {
      consumed += ours();
    });
    bench.add('other', () => {
      consumed += other();
    });
    await bench.run();
    const [a, b] = bench.tasks.map((task) => medianOf(task.result));
    rounds.push([a, b]);
  }
  return rounds.toSorted((one, two) => one[0] / one[1] - two[0] / two[1])[Math.floor(ROUNDS / 2)];
}

function medianOf(result: unknown): number {
  const { latency } = result as { readonly latency?: { readonly p50: number } };
  if (latency === undefined) throw new Error('a benchmark gave no result');
  return latency.p50;
}
