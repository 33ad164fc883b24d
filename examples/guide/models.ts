import {
  dawidSkene,
  ebcc,
  findDependencies,
  glad,
  ibcc,
  LabelMatrix,
  labelCoins,
  labelModel,
  mace,
  majorityVote,
  mapEm,
  matrixCompletion,
  oneCoin,
  pooledDawidSkene,
  triplets,
  weightedVote,
} from 'labelwright';
import { inverseCovariance, partialCorrelations } from 'labelwright/moments';

const oneRound = { maxIterations: 1 };

// #region voting
const answers = LabelMatrix.fromRows(
  ['ham', 'spam'],
  ['ann', 'bob', 'eve'],
  [
    ['spam', 'spam', 'ham'],
    ['ham', 'ham', 'ham'],
    ['spam', undefined, 'ham'],
    ['ham', 'ham', undefined],
  ],
);
const counted = majorityVote().fit(answers);
const weighed = weightedVote().fit(answers);
// #endregion voting

// #region ties
const byBalance = majorityVote({ ties: 'balance', balance: 'votes' }).fit(answers);
const byRarity = majorityVote({ ties: 'rarer-function' }).fit(answers);
// #endregion ties

/** The models of the page on voting. */
export const voting = { answers, counted, weighed, byBalance, byRarity };

// #region crowd
const crowd = LabelMatrix.fromRows(
  ['no', 'yes'],
  ['ann', 'bob', 'eve'],
  [
    ['yes', 'yes', 'no'],
    ['no', 'no', 'yes'],
    ['yes', 'yes', 'yes'],
    ['no', 'no', 'no'],
  ],
);
const firstRound = dawidSkene({ maxIterations: 1 }).fit(crowd);
const settled = dawidSkene().fit(crowd);
// #endregion crowd

/** The models of the page on expectation maximization. */
export const em = {
  crowd,
  firstRound,
  settled,
  coin: oneCoin(oneRound).fit(crowd),
  coins: labelCoins(oneRound).fit(crowd),
  pooled: pooledDawidSkene(oneRound).fit(crowd),
};

// #region comments
const comments = LabelMatrix.fromRows(
  ['ham', 'spam'],
  ['link', 'subscribe', 'song'],
  [
    ['spam', 'spam', undefined],
    ['spam', undefined, undefined],
    ['spam', undefined, 'ham'],
    [undefined, undefined, 'ham'],
    [undefined, undefined, undefined],
  ],
);
const rates = mapEm({ maxIterations: 1 }).fit(comments);
// #endregion comments

/** The models of the page on MAP-EM, and what plain EM makes of the same votes. */
export const propensities = {
  comments,
  rates,
  plain: dawidSkene({ smoothing: { right: 0, wrong: 0 } }).fit(comments),
};

// #region bayes
const pair = LabelMatrix.fromRows(
  ['no', 'yes'],
  ['ann', 'bob'],
  [
    ['yes', 'yes'],
    ['yes', 'yes'],
    ['no', 'no'],
    ['no', 'no'],
  ],
);
const believed = ibcc({ maxIterations: 1 }).fit(pair);
const estimated = dawidSkene({ maxIterations: 1 }).fit(pair);
// #endregion bayes

// #region habits
const guessing = mace({ method: 'em', maxIterations: 1 }).fit(crowd);
// #endregion habits

/** The models of the page on Bayesian models. */
export const bayes = {
  pair,
  believed,
  estimated,
  oneKind: ebcc({ subtypes: 1, restarts: 1, tolerance: 1e-6 }).fit(crowd),
  independent: ibcc().fit(crowd),
  start: mace({ method: 'em', maxIterations: 0 }).fit(crowd),
  guessing,
  eased: glad().fit(crowd),
};

type Answer = 'no' | 'yes' | undefined;

/** So many records with these votes. */
function times(records: number, row: readonly Answer[]): (readonly Answer[])[] {
  return Array.from({ length: records }, () => row);
}

// #region moments
const agreeing = LabelMatrix.fromRows(
  ['no', 'yes'],
  ['ann', 'bob', 'eve'],
  [
    ...times(11, ['yes', 'yes', 'yes']),
    ...times(11, ['no', 'no', 'no']),
    ...times(2, ['no', 'yes', 'yes']),
    ...times(2, ['yes', 'no', 'no']),
    ...times(3, ['yes', 'no', 'yes']),
    ...times(3, ['no', 'yes', 'no']),
    ...times(4, ['yes', 'yes', 'no']),
    ...times(4, ['no', 'no', 'yes']),
  ],
);
const threes = triplets().fit(agreeing);
const completed = matrixCompletion().fit(agreeing);
const inverted = inverseCovariance().fit(agreeing);
// #endregion moments

/** The models of the page on moments. */
export const moments = {
  agreeing,
  threes,
  completed,
  start: matrixCompletion({ steps: 0 }).fit(agreeing),
  inverted,
};

// #region auto
const chosen = labelModel().fit(comments);
// #endregion auto

/** Sixteen annotators on four records, of whom the last four err on the first two. */
const answered = LabelMatrix.fromColumns(
  ['no', 'yes'],
  Object.fromEntries(
    Array.from({ length: 16 }, (_, j): [string, Answer[]] => [
      `annotator${j}`,
      j < 12 ? ['yes', 'no', 'yes', 'no'] : ['no', 'yes', 'yes', 'no'],
    ]),
  ),
);

/** The models of the page on the default. */
export const auto = {
  chosen,
  known: labelModel({ balance: { spam: 0.5625, ham: 0.4375 } }).fit(comments),
  answered,
  crowdChosen: labelModel().fit(answered),
  crowdTables: [pooledDawidSkene, dawidSkene].map((make) =>
    make({ balance: 'learnt', maxIterations: 10 }).fit(answered),
  ),
};

// #region copies
const copied = LabelMatrix.fromRows(
  ['no', 'yes'],
  ['one', 'copy', 'other'],
  [
    ...times(18, ['yes', 'yes', undefined]),
    ...times(2, ['yes', undefined, undefined]),
    ...times(2, [undefined, 'yes', undefined]),
    ...times(78, [undefined, undefined, 'yes']),
  ],
);
const copies = findDependencies(copied, majorityVote().fit(copied));
// #endregion copies

// #region discount
const together = mapEm({ maxIterations: 1, dependencies: [['link', 'subscribe']] }).fit(comments);
// #endregion discount

// #region chain
const chained = LabelMatrix.fromRows(
  ['no', 'yes'],
  ['first', 'second', 'third', 'always'],
  [
    ...times(81, ['yes', 'yes', 'yes', 'yes']),
    ...times(9, ['yes', 'yes', undefined, 'yes']),
    ...times(9, [undefined, 'yes', 'yes', 'yes']),
    ...times(9, ['yes', undefined, undefined, 'yes']),
    ...times(9, [undefined, undefined, 'yes', 'yes']),
    ...times(1, ['yes', undefined, 'yes', 'yes']),
    ...times(1, [undefined, 'yes', undefined, 'yes']),
    ...times(81, [undefined, undefined, undefined, 'yes']),
  ],
);
const model = majorityVote().fit(chained);
const alike = findDependencies(chained, model);
const direct = partialCorrelations(chained, model);
// #endregion chain

/** What the page on dependencies finds. */
export const dependencies = { copies, together, alike, direct };
