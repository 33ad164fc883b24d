import { calibrate, findPatterns, labelModel, seededRandom } from 'labelwright';
import { readDataSets, type Split } from './data-sets.ts';
import { measure, toJudged } from './measure.ts';

/**
 * What known labels do for probabilities: `tsx bench/quality/calibration.ts ../shared/data`.
 *
 * The default model, as it is and calibrated on so many covered records drawn at random; log loss and calibration
 * error on all other records, mean over twenty draws.
 */
const KNOWN = [0, 20, 50, 100, 200];
const DRAWS = 20;

console.log(['set', 'figure', ...KNOWN].join('\t'));
const means = KNOWN.map(() => ({ logLoss: 0, calibration: 0 }));
const sets = readDataSets(process.argv[2] ?? '../shared/data').filter(({ kind }) => kind === 'functions');
for (const set of sets) {
  const figures = KNOWN.map((known) => {
    const draws = Array.from({ length: known === 0 ? 1 : DRAWS }, (_, seed) =>
      calibrated(set.together, set.metric, known, seed + 1),
    );
    const mean = (figure: 'logLoss' | 'calibration') =>
      draws.reduce((sum, draw) => sum + draw[figure] / draws.length, 0);
    return { logLoss: mean('logLoss'), calibration: mean('calibration') };
  });
  print(set.name, figures);
  for (const [n, { logLoss, calibration }] of figures.entries()) {
    means[n].logLoss += logLoss / sets.length;
    means[n].calibration += calibration / sets.length;
  }
}
print('mean', means);

function calibrated({ votes, gold }: Split, metric: 'acc' | 'f1', known: number, seed: number) {
  const { patterns, patternOf } = findPatterns(votes);
  const random = seededRandom(seed);
  const open = [...gold.keys()].filter((i) => gold[i] >= 0 && !patterns.isEmpty(patternOf[i]));
  const given: (string | undefined)[] = new Array(votes.rows);
  const rest = Int16Array.from(gold);
  for (let n = 0; n < known; n++) {
    const [row] = open.splice(Math.floor(random() * open.length), 1);
    given[row] = votes.labels[gold[row]];
    rest[row] = -1;
  }
  const model = labelModel().fit(votes);
  const used = known === 0 ? model : calibrate(votes, model, given);
  const judged = toJudged({ votes, gold: rest }, metric);
  return measure(judged, used.predictPatterns(judged.patterns));
}

function print(name: string, figures: readonly { logLoss: number; calibration: number }[]): void {
  console.log([name, 'log loss', ...figures.map(({ logLoss }) => logLoss.toFixed(3))].join('\t'));
  console.log(['', 'ECE-15', ...figures.map(({ calibration }) => calibration.toFixed(3))].join('\t'));
}
