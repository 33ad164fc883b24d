import {
  createReport,
  formatReport,
  type LabelMatrix,
  labelModel,
  majorityVote,
  type ProbabilisticLabels,
  seededRandom,
  slicesByField,
  suggestRules,
} from 'labelwright';
import { formatHtml, htmlRecord } from 'labelwright/html';
import * as baseline from './baselines.ts';
import { type Comment, simulateTexts, simulateVotes } from './simulate.ts';

/**
 * A whole report on 100,000 records × 50 functions: every part, every form, beside a plain loop that finds coverage,
 * overlap and conflict and writes the records as JSON. `pnpm bench:report`, or `pnpm bench:report --check` at a tenth.
 */
const check = process.argv.includes('--check');
const records = check ? 10_000 : 100_000;
/**
 * How many times as long as the plain loop the whole report may take: a ratio within one run, never a time. On few
 * records what does not grow with them (bootstraps, the page's script, compiling) weighs more.
 */
const BOUND = check ? 200 : 30;

for (const [labels, coverage] of [
  [2, 0.02],
  [2, 0.05],
  [10, 0.05],
] as const) {
  measure(simulateVotes(records, 50, labels, coverage), simulateTexts(records));
}

function measure(votes: LabelMatrix, texts: readonly Comment[]): void {
  const [majority, model] = [majorityVote().fit(votes), labelModel().fit(votes)];
  const entry = (name: string, labelled: ProbabilisticLabels) => ({ name, labels: labelled });
  const models = [
    entry('majority vote', majority.predict(votes)),
    { ...entry('auto', model.predict(votes)), accuracies: model.accuracies, notes: model.notes },
  ];
  const random = seededRandom(3);
  const gold = models[1].labels.hard({ ties: 'first' }).map((label) => (random() < 0.8 ? label : undefined));
  const read = texts.map((comment) => htmlRecord({ ...comment }));
  const sizes = texts.map(({ text }) => text.length);

  const times: [string, number][] = [];
  const timed = <T>(name: string, work: () => T): T => {
    const start = process.cpuUsage();
    const made = work();
    const { user, system } = process.cpuUsage(start);
    times.push([name, (user + system) / 1e6]);
    return made;
  };
  const plain = timed('plain loop', () => {
    const figures = baseline.summary(votes).length;
    return figures + JSON.stringify(texts).length;
  });
  const slices = timed('slices', () => ({ length: slicesByField(sizes) }));
  const suggestions = timed('what to write next', () =>
    suggestRules({ votes, labels: models[1].labels, texts: texts.map(({ text }) => text) }, { sample: 4000 }),
  );
  const report = timed('report', () => createReport({ votes, gold, models, slices, suggestions }));
  const forms = timed('text, Markdown, JSON', () =>
    (['text', 'markdown', 'json'] as const).map((format) => formatReport(report, { format }).length),
  );
  const page = timed('HTML', () =>
    formatHtml(report, {
      ...{ votes, gold, models, slices, records: read },
      explain: (row) => model.explain(votes, row),
    }),
  );
  tell(votes, report.summary.patterns, times, page.length);
  console.log(`  (results consumed: ${plain + forms.length + page.length})`);
}

function tell(
  votes: LabelMatrix,
  patterns: number,
  times: readonly (readonly [string, number])[],
  bytes: number,
): void {
  const [[, plain], ...ours] = times;
  const total = ours.reduce((sum, [, seconds]) => sum + seconds, 0);
  const ratio = total / plain;
  console.log(
    `${votes.rows} records × ${votes.columns} functions, ${votes.labels.length} labels, ${patterns} patterns: ` +
      `${total.toFixed(2)} CPU s, plain loop ${plain.toFixed(2)}, ratio ${ratio.toFixed(1)}; page ${(bytes / 1e6).toFixed(1)} MB`,
  );
  for (const [name, seconds] of ours) console.log(`  ${name.padEnd(22)} ${seconds.toFixed(2)} s`);
  if (ratio <= BOUND) return;
  console.log(`  ✗ expected at most ${BOUND} times as long as the plain loop`);
  process.exitCode = 1;
}
