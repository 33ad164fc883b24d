import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { entropy, krippendorffAlpha, summarize } from '../src/index.ts';
import { type Case, conformanceFile, readCases, readDatasets } from './conformance.ts';

/** Cases for things that we do not build, with the reason. */
const notBuilt: Readonly<Record<string, string>> = {
  'metrics/consistency.toy':
    'the posterior of a one-coin model is a label model: entropy of its labels says the same',
  'metrics/consistency.toy_by_task': 'the posterior of a one-coin model is a label model, not a metric',
  'metrics/uncertainty.toy_with_skills':
    'votes weighted by skill are a label model: take the entropy of its labels',
  'metrics/uncertainty.error.compute_by': 'by record and by function are two different calls',
  'metrics/uncertainty.error.skill_missing': 'there are no skills to leave out',
  'metrics/alpha_krippendorff.sets_masi':
    'a vote is one label, so labels are alike or not: there is no distance of sets',
  'helpers/normalize_rows': 'probabilities that do not sum to 1 are refused, never mended',
  'helpers/accuracy_weighted': 'confidences are for label models: in a report each vote counts as one',
};

type Answer = readonly [task: string, worker: string, label: string | readonly string[]];

const { missing } = conformanceFile('crowd-kit.json');
const datasets = readDatasets('crowd-kit.json');
const allCases = readCases('crowd-kit.json');
const cases = allCases.filter(({ group }) => group === 'metrics' || group === 'helpers');

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** A worker is a labeling function, a task a record; a set of labels is one label. */
function votesOf({ input }: Case): LabelMatrix {
  const toy: Answer[] = (datasets[input.dataset]?.answers ?? []).map(([worker, task, label]) => [
    task,
    worker,
    label,
  ]);
  const answers: readonly Answer[] =
    input.answers_task_worker_label?.map(([task, worker, label]: Answer) => [task, worker, String(label)]) ??
    toy;
  const tasks = unique(answers.map(([task]) => task));
  return LabelMatrix.fromTriples<string, string>(
    unique(answers.map(([, , label]) => String(label))),
    unique(answers.map(([, worker]) => worker)),
    tasks.length,
    answers.map(([task, worker, label]) => [tasks.indexOf(task), worker, String(label)] as const),
    tasks,
  );
}

/** The entropy of the labels that each record got. */
function uncertaintyByTask(votes: LabelMatrix): Record<string, number> {
  const rows = Array.from({ length: votes.rows }, (_, row) => {
    const given = votes.votesOn(row).map(({ label }) => label);
    return votes.labels.map((label) => given.filter((other) => other === label).length / given.length);
  });
  const shares = ProbabilisticLabels.fromRows(votes.labels, rows);
  return Object.fromEntries(rows.map((_, row) => [votes.idOf(row), entropy(shares, row)]));
}

/** The entropy of the labels that each worker gave. */
function uncertaintyByWorker(votes: LabelMatrix): Record<string, number> {
  const { functions } = summarize(votes);
  const rows = functions.map((entry) =>
    votes.labels.map((label) => entry.votesPerLabel[label] / entry.votes),
  );
  const shares = ProbabilisticLabels.fromRows(votes.labels, rows);
  return Object.fromEntries(functions.map(({ name }, row) => [name, entropy(shares, row)]));
}

function precisionAgainst(votes: LabelMatrix, known: Readonly<Record<string, string>>) {
  const gold = Array.from({ length: votes.rows }, (_, row) => known[votes.idOf(row)]);
  const summary = summarize(votes, { gold });
  return {
    overall: summary.gold?.precision,
    by_worker: Object.fromEntries(summary.functions.map(({ name, gold }) => [name, gold?.precision])),
  };
}

function expectAll(
  found: Readonly<Record<string, number | undefined>>,
  expected: Record<string, number>,
): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [key, value] of Object.entries(expected)) expect(found[key]).toBeCloseTo(value, 6);
}

const byPrecision = (entry: Case, known: Readonly<Record<string, string>>): void => {
  const found = precisionAgainst(votesOf(entry), known);
  expect(found.overall).toBeCloseTo(entry.expected.overall, 12);
  expectAll(found.by_worker, entry.expected.by_worker);
};

const alpha = (entry: Case): void =>
  expect(krippendorffAlpha(votesOf(entry))).toBeCloseTo(entry.expected, 12);

const uncertainty = (entry: Case): void =>
  expect(uncertaintyByTask(votesOf(entry)).X).toBeCloseTo(entry.expected, 9);

const checks: Readonly<Record<string, (entry: Case) => void>> = {
  'metrics/uncertainty.all_same': uncertainty,
  'metrics/uncertainty.all_different': uncertainty,
  'metrics/uncertainty.by_task': (entry) => expectAll(uncertaintyByTask(votesOf(entry)), entry.expected),
  'metrics/uncertainty.by_worker': (entry) => expectAll(uncertaintyByWorker(votesOf(entry)), entry.expected),
  'metrics/uncertainty.per_worker_ordering': (entry) =>
    expectAll(uncertaintyByWorker(votesOf(entry)), entry.expected.values),
  'metrics/golden_set_accuracy.toy': (entry) => byPrecision(entry, datasets.toy.gold_subset ?? {}),
  'metrics/accuracy_on_aggregates.toy': (entry) => {
    const aggregate = allCases.find((other) => other.case === 'MajorityVote/toy');
    byPrecision(entry, aggregate?.expected.labels);
  },
  'metrics/alpha_krippendorff.perfect': alpha,
  'metrics/alpha_krippendorff.partial': alpha,
  'metrics/alpha_krippendorff.toy': alpha,
  'metrics/alpha_krippendorff.sets_binary': alpha,
  'helpers/most_probable_labels': ({ input, expected }) => {
    const found = ProbabilisticLabels.fromRows<string>(input.columns, Object.values(input.probas));
    expect(found.hard()).toEqual(Object.values(expected));
  },
  // By task and by true label are not summed up: a record has its votes, a label its rates in confuseFunctions.
  'helpers/accuracy_unweighted': (entry) => byPrecision(entry, entry.input.true_labels),
};

describe.skipIf(missing)('the figures of crowd-kit (skipped where crowd-kit.json is absent)', () => {
  it('accounts for every case of the groups', () => {
    const accounted = [...Object.keys(checks), ...Object.keys(notBuilt)];
    expect(accounted.sort()).toEqual(cases.map((entry) => entry.case).sort());
  });

  it.each(cases.filter((entry) => entry.case in checks))('$case', (entry) => checks[entry.case](entry));

  it.skip.each(Object.entries(notBuilt))('%s: %s', () => undefined);
});
