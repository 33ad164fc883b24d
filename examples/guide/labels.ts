// #region matrix
import {
  findPatterns,
  LabelMatrix,
  labelModel,
  majorityVote,
  ProbabilisticLabels,
  summarize,
} from 'labelwright';

export const votes = LabelMatrix.fromRows(
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

export const first = votes.vote(0, 'link'); // 'spam'
export const withoutSong = votes.drop(['song']); // LabelMatrix<'ham' | 'spam', 'link' | 'subscribe'>
// #endregion matrix

// #region patterns
export const { patterns, patternOf } = findPatterns(votes.take([0, 0, 1, 4]));

export const distinct = patterns.size; // 3: records 0 and 0 share theirs
export const shared = patterns.counts[patternOf[0]]; // 2
// #endregion patterns

// #region labels
export const labels = ProbabilisticLabels.fromRows(
  ['ham', 'spam'],
  [
    [0.1, 0.9],
    [0.5, 0.5],
  ],
);

export const sure = labels.top(0); // 'spam'
export const tied = labels.top(1); // undefined; { ties: 'first' } would give 'ham'
export const trainingSet = labels.labelled({ threshold: 0.8 }); // [0]
// #endregion labels

// #region pipeline
const model = labelModel().fit(votes); // immutable from here on
export const predicted = model.predict(votes); // ProbabilisticLabels<'ham' | 'spam'>

export const training = predicted.labelled().map((row) => ({
  id: predicted.idOf(row),
  label: predicted.top(row),
  probability: predicted.probability(row, 'spam'),
}));

export const coverage = summarize(votes).coverage; // 0.8
export const reasons = model.explain(votes, 0); // the prior and one number per vote
// #endregion pipeline

// #region worked
export const shares = majorityVote().fit(votes).predict(votes).distribution(2); // 0.5, 0.5: one vote each
export const posterior = labelModel().fit(votes).predict(votes).distribution(2);
// #endregion worked
