import { createReport, formatReport, labelModel } from 'labelwright';
import rules from './readme-functions.ts';

const comments = [
  { id: 'c1', text: 'love this song' },
  { id: 'c2', text: 'SUBSCRIBE TO MY CHANNEL' },
  { id: 'c3', text: 'a song about www.example.com' },
];

const votes = rules.applyTo(comments); // LabelMatrix<'ham' | 'spam', 'link' | 'subscribe' | …>
const model = labelModel().fit(votes); // immutable
const labels = model.predict(votes); // ProbabilisticLabels<'ham' | 'spam'>
const why = model.explain(votes, 0); // the prior and one number per vote: they add up
const report = createReport({ votes, models: [{ name: model.kind, labels }] });

console.log(labels.hard(), why.reasons, formatReport(report, { format: 'text' }));
