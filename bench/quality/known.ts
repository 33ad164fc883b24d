import { ABSTAIN, type LabelModel, labelModel, seededRandom } from 'labelwright';
import { type DataSet, readDataSets, type Split } from './data-sets.ts';
import { type Measures, measure, toJudged } from './measure.ts';

/**
 * What is known besides the votes, and what it is worth: `tsx bench/quality/known.ts ../shared/data`.
 *
 * The default model alone; with `quality`, which gets how often each function with five votes or more is right, shrunk
 * by two votes; and with `gold` on so many records drawn at random. Judged on all other records with votes, all splits
 * together; means over the sets that have twice as many, and over four draws.
 */
const FEWEST = 5;
const KNOWN = [50, 200, 1000];
const DRAWS = 4;

const folder = process.argv[2] ?? '../shared/data';
const sets = readDataSets(folder).filter(({ kind }) => kind === 'functions');
console.log(['known', 'sets', 'score', 'log loss', 'Brier', 'ECE-15'].join('\t'));
print('nothing', sets, alone);
print('quality', sets, ({ together, metric }) =>
  judged(together, metric, labelModel({ quality: accuraciesOf(together) }).fit(together.votes)),
);
for (const known of KNOWN) {
  const enough = sets.filter(
    ({ together }) => together.gold.filter((label) => label !== ABSTAIN).length >= 2 * known,
  );
  print('as below', enough, alone);
  const draws = enough.flatMap((set) => Array.from({ length: DRAWS }, (_, seed) => ({ ...set, seed })));
  print(`${known} labels`, draws, ({ together, metric, seed }) =>
    withGold(together, metric, known, seed + 1),
  );
}

function print<S extends DataSet>(name: string, sets: readonly S[], measuresOf: (set: S) => Measures): void {
  const measures = sets.map(measuresOf);
  const mean = (figure: keyof Measures) =>
    measures.reduce((sum, one) => sum + one[figure], 0) / measures.length;
  const others = (['logLoss', 'brier', 'calibration'] as const).map((figure) => mean(figure).toFixed(3));
  console.log([name, sets.length, mean('expected').toFixed(2), ...others].join('\t'));
}

function judged(split: Split, metric: DataSet['metric'], model: LabelModel): Measures {
  const to = toJudged(split, metric);
  return measure(to, model.predictPatterns(to.patterns));
}

function alone({ together, metric }: DataSet): Measures {
  return judged(together, metric, labelModel().fit(together.votes));
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

function withGold({ votes, gold }: Split, metric: DataSet['metric'], known: number, seed: number): Measures {
  const random = seededRandom(seed);
  const open = [...gold.keys()].filter((row) => gold[row] !== ABSTAIN);
  const given: (string | undefined)[] = new Array(votes.rows);
  const rest = Int16Array.from(gold);
  for (let n = 0; n < known; n++) {
    const [row] = open.splice(Math.floor(random() * open.length), 1);
    given[row] = votes.labels[gold[row]];
    rest[row] = ABSTAIN;
  }
  return judged({ votes, gold: rest }, metric, labelModel().fit(votes, { gold: given }));
}
