import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  ABSTAIN,
  type Answer,
  findPatterns,
  type LabelMatrix,
  type LabelModel,
  labelModel,
  nextQuestions,
  seededRandom,
  settle,
} from 'labelwright';
import { readVotes } from 'labelwright/io';
import { readDataSets, type Split } from './data-sets.ts';

/**
 * What a few answers are worth: `tsx bench/quality/few-gold.ts ../shared/data --run examples/gloss-topics/out`.
 *
 * Answers to the questions that `nextQuestions` asks, one record each, against as many records drawn at random,
 * both folded in by `settle`. The accuracy on all covered records, ties in parts, mean over the seeds; `ceiling` is
 * that of the most frequent label of each combination of votes.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sets: { type: 'string', default: '' },
    run: { type: 'string', default: '' },
    seeds: { type: 'string', default: '12' },
  },
});

const steps = [0, 5, 10, 20, 30, 50, 100];
const wanted = values.sets === '' ? undefined : new Set(values.sets.split(','));
const sets = readDataSets(positionals[0] ?? '../shared/data')
  .filter(({ name, kind }) => kind === 'functions' && (wanted?.has(name) ?? true))
  .map(({ name, together }) => ({ name, ...together }));
if (values.run !== '') sets.push({ name: values.run, ...(await readRun(values.run)) });

console.log(['set', 'ceiling', 'answers', ...steps].join('\t'));
for (const { name, votes, gold } of sets) {
  const judge = judgeOf(votes, gold);
  for (const [kind, drawNext] of [
    ['questions', ask],
    ['random', drawAny],
  ] as const) {
    const curve = curveOf(votes, gold, judge.accuracy, drawNext);
    console.log([name, judge.ceiling.toFixed(1), kind, ...curve.map((value) => value.toFixed(1))].join('\t'));
  }
}

type Draw = (
  votes: LabelMatrix,
  gold: Int16Array,
  model: LabelModel,
  answers: readonly Answer[],
  seed: number,
) => number | undefined;

function curveOf(
  votes: LabelMatrix,
  gold: Int16Array,
  accuracy: (model: LabelModel) => number,
  drawNext: Draw,
): number[] {
  const model = labelModel().fit(votes);
  const seeds = Number(values.seeds);
  const sums = steps.map(() => 0);
  for (let seed = 1; seed <= seeds; seed++) {
    const answers: Answer[] = [];
    let settled: LabelModel = model;
    for (const [n, step] of steps.entries()) {
      while (answers.length < step) {
        const row = drawNext(votes, gold, settled, answers, seed);
        if (row === undefined) break;
        answers.push({ row, label: votes.labels[gold[row]] });
        if (drawNext === ask) settled = settle(votes, model, answers);
      }
      settled = settle(votes, model, answers);
      sums[n] += accuracy(settled) / seeds;
    }
  }
  return sums;
}

/** A record of the best question; those without a true label are not asked. */
function ask(...[votes, gold, model, answers, seed]: Parameters<Draw>): number | undefined {
  for (const { rows } of nextQuestions(votes, model, 5, { answers, seed, reads: 10 })) {
    const row = rows.find((i) => gold[i] !== ABSTAIN);
    if (row !== undefined) return row;
  }
  return undefined;
}

function drawAny(...[votes, gold, , answers, seed]: Parameters<Draw>): number | undefined {
  const random = seededRandom(seed * 1000 + answers.length);
  const asked = new Set(answers.map(({ row }) => row));
  for (let tries = 0; tries < 10_000; tries++) {
    const row = Math.floor(random() * votes.rows);
    if (gold[row] !== ABSTAIN && !asked.has(row) && votes.votesOn(row).length > 0) return row;
  }
  return undefined;
}

function judgeOf(votes: LabelMatrix, gold: Int16Array) {
  const { patterns, patternOf } = findPatterns(votes);
  const K = votes.labels.length;
  const counts = new Float64Array(patterns.size * K);
  let judged = 0;
  for (let i = 0; i < gold.length; i++) {
    if (gold[i] === ABSTAIN || patterns.isEmpty(patternOf[i])) continue;
    counts[patternOf[i] * K + gold[i]]++;
    judged++;
  }
  const row = (of: Float64Array, p: number) => of.subarray(p * K, (p + 1) * K);
  let best = 0;
  for (let p = 0; p < patterns.size; p++) best += Math.max(...row(counts, p));
  const accuracy = (model: LabelModel) => {
    const posterior = model.predictPatterns(patterns);
    let right = 0;
    for (let p = 0; p < patterns.size; p++) {
      const highest = Math.max(...row(posterior, p));
      const leaders = [...row(posterior, p).keys()].filter((k) => highest - posterior[p * K + k] < 1e-9);
      for (const k of leaders) right += counts[p * K + k] / leaders.length;
    }
    return (100 * right) / judged;
  };
  return { ceiling: (100 * best) / judged, accuracy };
}

/** The votes and the gold labels in the folder of a run. */
async function readRun(folder: string): Promise<Split> {
  const { votes } = await readVotes(`${folder}/votes.jsonl`);
  const lines = (await readFile(`${folder}/gold.jsonl`, 'utf8')).trim().split('\n');
  const gold = new Map(
    lines.map((line) => {
      const { id, label } = JSON.parse(line) as { readonly id: string; readonly label: string };
      return [id, votes.labels.indexOf(label)];
    }),
  );
  return {
    votes,
    gold: Int16Array.from({ length: votes.rows }, (_, i) => gold.get(votes.idOf(i)) ?? ABSTAIN),
  };
}
