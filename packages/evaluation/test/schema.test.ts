import { readFileSync } from 'node:fs';
import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  createReport,
  formatReport,
  formatSnapshot,
  leaveOneOut,
  type Report,
  takeSnapshot,
} from '../src/index.ts';
import { largeReport } from './html/many-functions.ts';
import { options, report as small } from './html/small-report.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true });
const schemaOf = (name: string): ValidateFunction =>
  ajv.compile(JSON.parse(readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8')));
const isReport = schemaOf('report-1');
const isSnapshot = schemaOf('snapshot-1');

function problems(validate: ValidateFunction, text: string): string[] {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }: ErrorObject) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const json = (report: Report): string => formatReport(report, { format: 'json' });
const names = ['ham', 'spam'] as const;
const bare = LabelMatrix.fromRows(names, ['f'], [['ham'], [undefined]]);
const soft = ProbabilisticLabels.fromRows(names, [
  [0.3, 0.7],
  [0.5, 0.5],
]);
const all = largeReport(12, 3);

/** The labels of votes, counted. */
function relabel(votes: LabelMatrix): ProbabilisticLabels {
  const rows = Array.from({ length: votes.rows }, (_, row) => {
    const cast = votes.votesOn(row);
    return votes.labels.map(
      (label) => cast.filter((vote) => vote.label === label).length / Math.max(1, cast.length),
    );
  });
  return ProbabilisticLabels.fromRows(votes.labels, rows);
}

const reports: readonly (readonly [string, Report])[] = [
  ['with everything', all.report],
  ['with gold', small],
  ['without gold', createReport({ ...options, gold: undefined })],
  [
    'with soft gold and custom metrics',
    createReport({
      votes: bare,
      gold: soft,
      models: [{ name: 'm', labels: soft }],
      metrics: { one: () => 1 },
    }),
  ],
  ['on votes alone', createReport({ votes: bare })],
  ['on nothing', createReport({ votes: LabelMatrix.fromRows(names, [], []) })],
  [
    'with what is lost without each function',
    createReport({
      ...options,
      leaveOneOut: leaveOneOut(options.votes, {
        relabel: (votes) => relabel(votes) as never,
        gold: options.gold,
      }),
    } as never),
  ],
];

describe('the published schema of reports', () => {
  it.each(reports)('holds for a report %s', (_, report) => {
    expect(problems(isReport, json(report))).toEqual([]);
  });

  it('knows every part of the report with everything', () => {
    const parts = Object.keys(JSON.parse(json(all.report)));
    const { properties } = isReport.schema as { readonly properties: Readonly<Record<string, unknown>> };
    expect(parts.toSorted()).toEqual(
      Object.keys(properties)
        .filter((name) => name !== 'positive')
        .toSorted(),
    );
  });

  it.each([
    ['another version', (report: Record<string, unknown>) => ({ ...report, version: 2 })],
    ['an unknown part', (report: Record<string, unknown>) => ({ ...report, more: 1 })],
    ['a missing part', ({ summary: _, ...report }: Record<string, unknown>) => report],
    ['a share above 1', (report: Record<string, unknown>) => ({ ...report, consistency: 1.1 })],
  ])('refuses %s', (_, spoil) => {
    expect(problems(isReport, JSON.stringify(spoil(JSON.parse(json(small)))))).not.toEqual([]);
  });
});

describe('the published schema of snapshots', () => {
  it.each([
    [
      'with everything',
      takeSnapshot({
        report: all.report,
        votes: all.options.votes as LabelMatrix,
        labels: all.options.models?.[1].labels as ProbabilisticLabels,
        estimator: { name: 'm', balance: { a: 0.5 } },
      }),
    ],
    ['on votes alone', takeSnapshot({ report: createReport({ votes: bare }), votes: bare })],
  ])('holds for a snapshot %s', (_, snapshot) => {
    expect(problems(isSnapshot, formatSnapshot(snapshot))).toEqual([]);
    expect(problems(isSnapshot, formatSnapshot({ ...snapshot, version: 2 as 1 }))).not.toEqual([]);
  });
});
