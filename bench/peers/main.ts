import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  defineTask,
  estimator,
  keywords,
  LabelMatrix,
  labelModel,
  majorityVote,
  summarize,
  type,
} from 'labelwright';
import { type Comment, simulateTexts, simulateVotes, wordAt } from '../simulate.ts';

/**
 * Snorkel and Labelwright on the same input in the same minutes: `pnpm bench:peers`.
 *
 * Installs Snorkel from the package index into a virtual environment of its own, which is removed afterwards.
 * Without Python, or without the index, it says what is missing and ends well.
 */
const SNORKEL = ['snorkel==0.10.0', 'numpy<2', 'pandas<2.2'];
const TEXTS = 20_000;
const RECORDS = 100_000;
const FUNCTIONS = 20;
const LABELS = 2;
const COVERAGE = 0.1;

interface Times {
  readonly votes: number;
  readonly apply: number;
  readonly analyse: number;
  readonly majority: number;
  readonly fit: number;
  readonly predict: number;
}

const folder = mkdtempSync(join(tmpdir(), 'labelwright-peers-'));
try {
  compare(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare(to: string): void {
  const python = installSnorkel(to);
  if (python === undefined) return;
  const texts = simulateTexts(TEXTS);
  const rules = Array.from({ length: FUNCTIONS }, (_, n) => [wordAt(n / 400), wordAt((n + 7) / 300)]);
  const votes = simulateVotes(RECORDS, FUNCTIONS, LABELS, COVERAGE);
  writeFileSync(join(to, 'texts.jsonl'), `${texts.map((text) => JSON.stringify(text)).join('\n')}\n`);
  writeFileSync(join(to, 'rules.json'), JSON.stringify(rules));
  writeNpy(join(to, 'votes.npy'), votes);
  const script = fileURLToPath(new URL('snorkel_times.py', import.meta.url));
  const theirs = JSON.parse(execFileSync(python, [script, to], { encoding: 'utf8' })) as Times;
  print(theirs, measure(texts, rules, votes));
}

/** A Python with Snorkel; `undefined` where it cannot be had. */
function installSnorkel(to: string): string | undefined {
  const made = spawnSync('python3', ['-m', 'venv', join(to, 'venv')], { encoding: 'utf8' });
  if (made.status !== 0) {
    console.log('Python 3 with venv is missing here: nothing is compared.');
    return undefined;
  }
  const python = join(to, 'venv', 'bin', 'python');
  console.log(`installing ${SNORKEL.join(', ')} …`);
  const installed = spawnSync(python, ['-m', 'pip', 'install', '--quiet', ...SNORKEL], { encoding: 'utf8' });
  if (installed.status === 0) return python;
  console.log(`Snorkel could not be installed: nothing is compared.\n${installed.stderr.trim()}`);
  return undefined;
}

/** The votes as NumPy's file of 64-bit integers, as Snorkel has them. */
function writeNpy(path: string, votes: LabelMatrix): void {
  const shape = `{'descr': '<i8', 'fortran_order': False, 'shape': (${votes.rows}, ${votes.columns}), }`;
  const header = shape.padEnd(117, ' ');
  const start = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
    Buffer.from(`${header}\n`),
  ]);
  const cells = BigInt64Array.from(votes.votes, (vote) => BigInt(vote));
  writeFileSync(path, Buffer.concat([start, Buffer.from(cells.buffer)]));
}

function measure(texts: readonly Comment[], rules: readonly string[][], votes: LabelMatrix): Times {
  const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
  const set = functions(
    Object.fromEntries(
      rules.map(([one, two], n) => [`rule${n}`, when('text', keywords(one, two)).vote('spam')]),
    ),
  );
  // A matrix keeps its patterns: each run gets a new one.
  const anew = () => {
    const { labels, functions: names, votes: cells } = votes;
    return new LabelMatrix({ labels, functions: names, votes: cells });
  };
  const fitted = labelModel().fit(votes);
  return {
    votes: set.applyTo(texts).votes.filter((vote) => vote >= 0).length,
    apply: best(() => set.applyTo(texts).rows),
    analyse: best(() => summarize(anew()).records),
    majority: best(() => {
      const fresh = anew();
      return majorityVote().fit(fresh).predict(fresh).rows;
    }),
    fit: best(() => estimator('auto').fit(anew()).labels.length),
    predict: best(() => fitted.predict(anew()).rows),
  };
}

/** The least seconds of some runs, after some to warm up. */
function best(work: () => number, runs = 15): number {
  let consumed = 0;
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    consumed += work();
    return (performance.now() - start) / 1000;
  });
  if (consumed === 0) throw new Error('nothing was done');
  return Math.min(...times);
}

function print(theirs: Times, ours: Times): void {
  if (theirs.votes !== ours.votes) {
    throw new Error(`Snorkel's functions vote ${theirs.votes} times, ours ${ours.votes}; expected the same`);
  }
  const rows: readonly (readonly [keyof Times, string])[] = [
    ['apply', `${FUNCTIONS} keyword functions on ${TEXTS.toLocaleString('en')} texts`],
    ['analyse', `summary of ${RECORDS.toLocaleString('en')} × ${FUNCTIONS} votes`],
    ['majority', 'majority vote on them'],
    ['fit', 'label model: fit (Snorkel: 100 epochs)'],
    ['predict', 'label model: predict'],
  ];
  const line = (cells: readonly string[]) =>
    console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(44) : cell.padStart(12))).join(''));
  line(['', 'Snorkel ms', 'ours ms', 'times']);
  for (const [stage, what] of rows) {
    const milliseconds = [theirs[stage], ours[stage]].map((seconds) => (1000 * seconds).toFixed(1));
    line([what, ...milliseconds, (theirs[stage] / ours[stage]).toFixed(1)]);
  }
}
