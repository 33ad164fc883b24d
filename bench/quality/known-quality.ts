import { ABSTAIN, labelModel } from 'labelwright';
import { type DataSet, readDataSets, type Split } from './data-sets.ts';
import { type Measures, measure, toJudged } from './measure.ts';

/**
 * What known accuracies of the functions are worth: `tsx bench/quality/known-quality.ts ../shared/data`.
 *
 * The default model, without and with `quality`, which gets how often each function with five votes or more is right,
 * shrunk by two votes; means over the sets of labeling functions, all splits together.
 */
const FEWEST = 5;

const sets = readDataSets(process.argv[2] ?? '../shared/data').filter(({ kind }) => kind === 'functions');
console.log(['quality', 'score', 'log loss', 'Brier', 'ECE-15'].join('\t'));
for (const known of [false, true]) {
  const measures = sets.map((set) => judged(set, known));
  const mean = (figure: keyof Measures) =>
    measures.reduce((sum, one) => sum + one[figure], 0) / measures.length;
  const figures = [
    mean('expected').toFixed(2),
    ...(['logLoss', 'brier', 'calibration'] as const).map((name) => mean(name).toFixed(3)),
  ];
  console.log([known ? 'known' : 'read off', ...figures].join('\t'));
}

function judged({ together, metric }: DataSet, known: boolean): Measures {
  const model = labelModel(known ? { quality: accuraciesOf(together) } : {}).fit(together.votes);
  const to = toJudged(together, metric);
  return measure(to, model.predictPatterns(to.patterns));
}

function accuraciesOf({ votes, gold }: Split): Record<string, number> {
  const accuracies: Record<string, number> = {};
  for (const [j, name] of votes.functions.entries()) {
    let [right, all] = [0, 0];
    for (let i = 0; i < votes.rows; i++) {
      const vote = votes.votes[i * votes.columns + j];
      if (vote === ABSTAIN || gold[i] === ABSTAIN) continue;
      all++;
      if (vote === gold[i]) right++;
    }
    if (all >= FEWEST) accuracies[name] = (right + 1) / (all + 2);
  }
  return accuracies;
}
