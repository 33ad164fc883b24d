import {
  type Answer,
  acceptance,
  decide,
  estimateAccuracy,
  LabelMatrix,
  majorityVote,
  mapEm,
  nextQuestions,
  ProbabilisticLabels,
  settle,
  trust,
} from 'labelwright';

// #region votes
/** 312 records on which `link` says spam and `song` says ham, and others on which nobody disagrees. */
const rows: ('ham' | 'spam' | undefined)[][] = [
  ...Array.from({ length: 312 }, () => ['spam' as const, 'ham' as const]),
  ...Array.from({ length: 200 }, () => ['spam' as const, undefined]),
  ...Array.from({ length: 488 }, () => [undefined, 'ham' as const]),
];
const votes = LabelMatrix.fromRows(['ham', 'spam'], ['link', 'song'], rows);
const model = majorityVote().fit(votes);
// #endregion votes

// #region questions
const [question] = nextQuestions(votes, model, 1);
// question.records is 312; question.rows are three of them to read

const answers: Answer<'ham' | 'spam'>[] = [
  { row: question.rows[0], label: 'spam' },
  { row: question.rows[1], label: 'spam' },
  { row: question.rows[2], label: 'ham' },
];
const settled = settle(votes, model, answers);
// #endregion questions

// #region estimate
const random = [20, 400, 600, 700, 800, 900].map((row) => ({
  row,
  label: row < 512 ? ('spam' as const) : ('ham' as const),
  random: true,
}));
const estimate = estimateAccuracy(votes, model, [...answers, ...random]);
// #endregion estimate

// #region decide
const labels = ProbabilisticLabels.fromRows(
  ['ham', 'spam'],
  [
    [0.1, 0.9],
    [0.2, 0.8],
    [0.6, 0.4],
    [0.9, 0.1],
    [0.95, 0.05],
  ],
);
const forF1 = decide(labels, { for: 'f1', label: 'spam' });
const forCost = decide(labels, { for: 'cost', costs: { ham: { spam: 1 }, spam: { ham: 4 } }, open: 0.3 });
const sure = decide(labels, { for: 'accuracy', least: 0.88 });
const curve = acceptance(labels);
// #endregion decide

// #region trust
const { functions } = trust(votes, mapEm(), { draws: 50 });
// #endregion trust

/** What the page on few gold labels computes. */
export const fewGold = { votes, question, settled, estimate, forF1, forCost, sure, curve, functions };
