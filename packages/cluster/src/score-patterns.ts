import { ABSTAIN, CONFIDENCE_LEVELS, LabelMatrix, LabelwrightError } from '@labelwright/core';
import { readRecords } from '@labelwright/io';
import type { LabelModel } from '@labelwright/label-model';

const ALL = [0, Number.MAX_SAFE_INTEGER] as const;

/**
 * Gives vote patterns their probabilities: for each line `{"votes":[0,-1],"levels":[20,20]}` on the standard input
 * (levels only where some vote is unsure) the label, `null` where none leads, and the probability of each, in the order of the lines, and a closing line.
 *
 * @returns the number of patterns
 * @throws LabelwrightError `invalid-file` where a line has no votes
 */
export async function scorePatterns(
  model: LabelModel,
  write: (text: string) => Promise<void>,
): Promise<number> {
  const { labels, functions } = model;
  const M = functions.length;
  let scored = 0;
  for await (const { records, lines } of readRecords('-', { format: 'jsonl', range: ALL })) {
    const votes = new Int16Array(records.length * M);
    const confidences = new Float32Array(votes.length).fill(1);
    for (const [i, record] of records.entries()) {
      const place = `standard input, line ${lines[i]}`;
      votes.set(integers(place, 'votes', record.votes, M, ABSTAIN, labels.length - 1), i * M);
      if (record.levels === undefined) continue;
      const levels = integers(place, 'levels', record.levels, M, 1, CONFIDENCE_LEVELS);
      for (const [j, level] of levels.entries()) confidences[i * M + j] = level / CONFIDENCE_LEVELS;
    }
    const found = model.predict(
      new LabelMatrix({
        labels,
        functions,
        votes: labels.length <= 127 ? Int8Array.from(votes) : votes,
        ...(confidences.some((confidence) => confidence !== 1) && { confidences }),
      }),
    );
    let text = '';
    for (let i = 0; i < found.rows; i++) {
      const label = JSON.stringify(found.top(i) ?? null);
      text += `{"label":${label},"probabilities":[${found.distribution(i).join(',')}]}\n`;
    }
    await write(text);
    scored += records.length;
  }
  await write(`${JSON.stringify({ labelwright: 'end', patterns: scored })}\n`);
  return scored;
}

function integers(
  place: string,
  field: string,
  value: unknown,
  length: number,
  least: number,
  most: number,
): number[] {
  const whole = (n: unknown) => Number.isInteger(n) && Number(n) >= least && Number(n) <= most;
  if (Array.isArray(value) && value.length === length && value.every(whole)) return value;
  throw new LabelwrightError(
    'invalid-file',
    `${place}: field '${field}' is ${JSON.stringify(value)?.slice(0, 80)}; expected ${length} whole numbers from ${least} to ${most}`,
  );
}
