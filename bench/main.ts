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
import { moduleComparisons } from './modules.ts';
import { readingComparison } from './reading.ts';
import { type Comment, simulateTexts, simulateVotes, wordAt } from './simulate.ts';

/** Each stage against a plain loop that does the same: `pnpm bench`, or `pnpm bench --check` at a small size. */
const check = process.argv.includes('--check');
const sizes = check ? [20_000] : [10_000, 100_000];
/** How much slower than its baseline a stage may be before `--check` fails: ratios within one run, never times. */
const bounds: Readonly<Record<string, number>> = {
  apply: 2,
  patterns: 3,
  majority: 20,
  fit: 3,
  summary: 6,
};

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
  await compareWith(name, ours, other, least);
}
for (const { name, ours, other, least } of await moduleComparisons(check ? 1500 : 40_000)) {
  printRatio(name, ours, other, least);
}
const { name, ours, other, least } = await readingComparison(check ? 20_000 : 200_000);
printRatio(name, ours, other, least);
console.log(`(results consumed: ${consumed})`);
if (failed) process.exitCode = 1;

/** The votes as a matrix that nothing is known of yet: what is found about a matrix is kept with it. */
function anew(votes: LabelMatrix): LabelMatrix {
  return new LabelMatrix(votes);
}

async function compare(name: string, size: number, ours: () => number, plain: () => number): Promise<void> {
  const [a, b] = await timesOf(ours, plain);
  const ratio = a / b;
  const slow = check && ratio > bounds[name];
  failed ||= slow;
  const note = slow ? `  ✗ expected at most ${bounds[name]}` : '';
  console.log(
    `${name.padEnd(9)} ${String(size).padStart(8)} records × 20: ${a.toFixed(2).padStart(9)} ms, plain loop ${b.toFixed(2).padStart(9)} ms, ratio ${ratio.toFixed(2)}${note}`,
  );
}

/** How many times quicker ours is than the other; with `--check`, it must be the least. */
async function compareWith(
  name: string,
  ours: () => number,
  other: () => number,
  least: number | undefined,
): Promise<void> {
  const [a, b] = await timesOf(ours, other);
  printRatio(name, a, b, least);
}

function printRatio(name: string, a: number, b: number, least: number | undefined): void {
  const slow = check && least !== undefined && b / a < least;
  failed ||= slow;
  const note = slow ? `  ✗ expected at least ${least}` : '';
  console.log(
    `${name.padEnd(24)} ${a.toFixed(2).padStart(9)} ms, against ${b.toFixed(2).padStart(9)} ms: ${(b / a).toFixed(2)} times as quick${note}`,
  );
}

/** The median times of both, in milliseconds. */
async function timesOf(ours: () => number, other: () => number): Promise<number[]> {
  const bench = new Bench({ time: check ? 200 : 1000, warmupTime: 100 });
  bench.add('ours', () => {
    consumed += ours();
  });
  bench.add('other', () => {
    consumed += other();
  });
  await bench.run();
  return bench.tasks.map((task) => medianOf(task.result));
}

function medianOf(result: unknown): number {
  const { latency } = result as { readonly latency?: { readonly p50: number } };
  if (latency === undefined) throw new Error('a benchmark gave no result');
  return latency.p50;
}
