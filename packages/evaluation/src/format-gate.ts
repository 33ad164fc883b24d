import type { Estimate } from './estimate.ts';
import { countOf, figure, NONE } from './figures.ts';
import type { GateCheck, GateReport } from './gate.ts';
import { bullets, formatPage, type PageOptions, sentences, tableOf } from './page.ts';
import type { Column } from './report-tables.ts';

/** How the outcome of a check becomes a string. */
export interface GateFormatOptions extends PageOptions {
  readonly title?: string | undefined;
}

/** Renders whether a run passes its gates: what failed, and what was checked. */
export function formatGate(report: GateReport, options: GateFormatOptions = {}): string {
  const { title = 'Check' } = options;
  const failed = report.checks.filter(({ passed }) => !passed);
  const passed = report.checks.length - failed.length;
  const lead =
    failed.length === 0
      ? `Passed: ${countOf(passed, 'check')}.`
      : `Failed: ${countOf(failed.length, 'check')}; ${countOf(passed, 'check')} passed.`;
  const isFinding = ({ gate }: GateCheck): boolean => gate === 'lint';
  const parts = [
    sentences(lead),
    tableOf(
      'What failed',
      COLUMNS,
      failed.filter((check) => !isFinding(check)),
      'Shares and other figures as they are',
    ),
    bullets(
      'Found by the lint',
      failed.filter(isFinding).map(({ name, figure: kind }) => `${name} ${kind}`),
    ),
  ];
  return formatPage({ title, parts, data: report }, options);
}

const COLUMNS: readonly Column<GateCheck>[] = [
  { title: 'gate', words: true, cell: ({ gate }) => gate },
  { title: 'of', words: true, cell: ({ of, name }) => (name === undefined ? of : `${of} ${name}`) },
  { title: 'figure', words: true, cell: (check) => check.figure },
  { title: 'found', cell: ({ found }) => figure(found?.value) },
  { title: '95 %', cell: ({ found }) => range(found), spare: 1 },
  { title: 'expected', cell: expectation },
];

function range({ low, high }: Partial<Estimate> = {}): string {
  return low === undefined || high === undefined ? NONE : `${figure(low)}–${figure(high)}`;
}

function expectation({ gate, limit, before }: GateCheck): string {
  if (gate === 'maxDrift') return `${figure(before?.value)} ± ${figure(limit)}`;
  return `${gate.startsWith('min') ? '≥' : '≤'} ${figure(limit)}`;
}
