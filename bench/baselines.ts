import type { LabelMatrix } from 'labelwright';
import type { Comment } from './simulate.ts';

/** What a person would write without a library, on plain typed arrays: the same results in the same run. */

export function apply(texts: readonly Comment[], words: readonly (readonly string[])[]): Int8Array {
  const patterns = words.map((pair) => new RegExp(`\\b(?:${pair.join('|')})\\b`, 'i'));
  const votes = new Int8Array(texts.length * patterns.length).fill(-1);
  for (let i = 0; i < texts.length; i++) {
    for (let j = 0; j < patterns.length; j++) {
      if (patterns[j].test(texts[i].text)) votes[i * patterns.length + j] = 1;
    }
  }
  return votes;
}

export function patterns({ votes, rows, columns }: LabelMatrix): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < rows; i++) {
    const key = votes.subarray(i * columns, (i + 1) * columns).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

export function majority({ votes, rows, columns: M, labels }: LabelMatrix): Float64Array {
  const K = labels.length;
  const shares = new Float64Array(rows * K);
  for (let i = 0; i < rows; i++) {
    let total = 0;
    for (let j = 0; j < M; j++) {
      const vote = votes[i * M + j];
      if (vote < 0) continue;
      shares[i * K + vote]++;
      total++;
    }
    for (let k = 0; k < K; k++) shares[i * K + k] = total > 0 ? shares[i * K + k] / total : 1 / K;
  }
  return shares;
}

/** EM of Dawid and Skene over all records, abstaining ignored. */
export function naiveEm(matrix: LabelMatrix, steps: number): Float64Array {
  const { votes, rows, columns: M, labels } = matrix;
  const K = labels.length;
  const posterior = majority(matrix);
  const confusion = new Float64Array(M * K * K);
  for (let step = 0; step < steps; step++) {
    confusion.fill(0.1);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < M; j++) {
        const vote = votes[i * M + j];
        if (vote < 0) continue;
        for (let k = 0; k < K; k++) confusion[(j * K + k) * K + vote] += posterior[i * K + k];
      }
    }
    normalise(confusion, K);
    for (let cell = 0; cell < confusion.length; cell++) confusion[cell] = Math.log(confusion[cell]);
    for (let i = 0; i < rows; i++) {
      const row = posterior.subarray(i * K, (i + 1) * K).fill(0);
      for (let j = 0; j < M; j++) {
        const vote = votes[i * M + j];
        if (vote < 0) continue;
        for (let k = 0; k < K; k++) row[k] += confusion[(j * K + k) * K + vote];
      }
      softmax(row);
    }
  }
  return posterior;
}

export function summary({ votes, rows, columns: M }: LabelMatrix): Float64Array {
  const figures = new Float64Array(M * 3);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < M; j++) {
      const vote = votes[i * M + j];
      if (vote < 0) continue;
      let [overlaps, conflicts] = [0, 0];
      for (let other = 0; other < M; other++) {
        const seen = votes[i * M + other];
        if (other === j || seen < 0) continue;
        overlaps = 1;
        if (seen !== vote) conflicts = 1;
      }
      figures[j * 3]++;
      figures[j * 3 + 1] += overlaps;
      figures[j * 3 + 2] += conflicts;
    }
  }
  return figures;
}

function normalise(rows: Float64Array, width: number): void {
  for (let start = 0; start < rows.length; start += width) {
    const row = rows.subarray(start, start + width);
    const total = row.reduce((sum, x) => sum + x, 0);
    for (let k = 0; k < width; k++) row[k] /= total;
  }
}

function softmax(row: Float64Array): void {
  const highest = Math.max(...row);
  let total = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = Math.exp(row[k] - highest);
    total += row[k];
  }
  for (let k = 0; k < row.length; k++) row[k] /= total;
}
