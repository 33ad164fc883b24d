import { correctOf, judgedRecords } from './accuracy.ts';
import type { Judged } from './judged.ts';

/**
 * The correlation of labels and gold, -1 to 1, for any number of labels (Matthews 1975, Gorodkin 2004);
 * `undefined` where either is all one label.
 */
export function matthews(judged: Judged): number | undefined {
  const { labels, confusion } = judged;
  const width = labels.length + 1;
  const total = judgedRecords(judged);
  const given = new Float64Array(width);
  const truth = new Float64Array(width);
  for (let cell = 0; cell < confusion.length; cell++) {
    given[cell % width] += confusion[cell];
    truth[Math.floor(cell / width)] += confusion[cell];
  }
  const scale = Math.sqrt((total ** 2 - dot(given, given)) * (total ** 2 - dot(truth, truth)));
  return scale > 0 ? (correctOf(judged) * total - dot(given, truth)) / scale : undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, n) => sum + value * b[n], 0);
}
