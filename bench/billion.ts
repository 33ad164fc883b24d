import { LabelMatrix, labelModel, PatternTable } from 'labelwright';
import { simulateVotes } from './simulate.ts';

/**
 * A billion records × 10 labeling functions, extrapolated from a measured slope: `tsx bench/billion.ts [millions]`.
 *
 * Votes come in blocks of a million records, as a reader would give them. A first pass counts the patterns, the
 * default label model is fitted to them, and a second pass labels every record. One core; what it takes to make or
 * read the votes is left out, and given beside it.
 */
const BLOCK = 1_000_000;
const FUNCTIONS = 10;
const most = Number(process.argv[2] ?? 64);

for (const coverage of [0.05, 0.4]) {
  const started = performance.now();
  const votes = simulateVotes(BLOCK, FUNCTIONS, 2, coverage);
  const making = performance.now() - started;
  measureBlocks(votes, 2);
  console.log(
    `\n${100 * coverage} % coverage per function; making a million records takes ${making.toFixed(0)} ms`,
  );
  const heads = ['patterns', 'count s', 'fit s', 'label s', 'ns a record', 'MB'];
  console.log(`${'records'.padEnd(14)}${heads.map((head) => head.padStart(13)).join('')}`);
  const slopes: [number, number][] = [];
  for (let count = Math.max(1, most / 8); count <= most; count *= 2) {
    slopes.push([count * BLOCK, measureBlocks(votes, count, print)]);
  }
  const [[few, quick], [many, slow]] = [slopes[0], slopes[slopes.length - 1]];
  const slope = (slow - quick) / (many - few);
  console.log(`10^9 records, by the slope: ${(slope * 1e9).toFixed(0)} s on one core`);
}

/** The seconds that so many blocks take. */
function measureBlocks(
  { labels, functions, votes }: LabelMatrix,
  count: number,
  report?: (count: number, patterns: number, seconds: readonly number[]) => void,
): number {
  // A matrix keeps its patterns: each block is a new one.
  const block = () => new LabelMatrix({ labels, functions, votes });
  const start = performance.now();
  const table = new PatternTable(labels, functions);
  for (let n = 0; n < count; n++) table.addMatrix(block());
  const { patterns } = table.finish();
  const counted = performance.now();
  const model = labelModel().fit(patterns);
  const fitted = performance.now();
  let given = 0;
  for (let n = 0; n < count; n++) given += model.predict(block()).rows;
  const labelled = performance.now();
  if (given !== count * BLOCK) throw new Error(`labelled ${given} records; expected ${count * BLOCK}`);
  report?.(
    count,
    patterns.size,
    [counted - start, fitted - counted, labelled - fitted].map((ms) => ms / 1000),
  );
  return (labelled - start) / 1000;
}

function print(count: number, patterns: number, seconds: readonly number[]): void {
  const total = seconds.reduce((sum, part) => sum + part, 0);
  const cells = [
    patterns,
    ...seconds.map((part) => part.toFixed(2)),
    ((1e9 * total) / count / BLOCK).toFixed(1),
    (process.memoryUsage().rss / 2 ** 20).toFixed(0),
  ];
  console.log(`${count} million`.padEnd(14) + cells.map((cell) => String(cell).padStart(13)).join(''));
}
