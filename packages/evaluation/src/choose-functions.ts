import { LabelwrightError, oneOf } from '@labelwright/core';
import { functionColumns } from './function-columns.ts';
import type { Report } from './report.ts';
import type { FunctionSummary } from './vote-summary.ts';

/** Which labeling functions a table shows, and in which order. */
export interface TableOptions {
  /** The title of a column: figures from the highest, words from A. Default: as the functions are given. */
  readonly sort?: string | undefined;
  /** `findings` for those that need a look, a label for those that vote for it, or a part of their names. */
  readonly only?: string | undefined;
}

/** The functions that are asked for, sorted. */
export function chooseFunctions(report: Report, { sort, only }: TableOptions): readonly FunctionSummary[] {
  const chosen = only === undefined ? report.summary.functions : filtered(report, only);
  if (sort === undefined) return chosen;
  const columns = functionColumns(report).filter(({ value }) => value !== undefined);
  const column = columns.find(({ title }) => title === sort);
  if (column?.value === undefined) {
    const known = columns.map(({ title }) => title);
    throw new LabelwrightError('invalid-option', `found the column '${sort}'; expected ${oneOf(known)}`);
  }
  const { value } = column;
  return chosen.toSorted((a, b) => compare(value(a), value(b)));
}

function filtered({ summary, findings }: Report, only: string): readonly FunctionSummary[] {
  if (only === 'findings') {
    const marked = new Set(findings.map((finding) => finding.function));
    return summary.functions.filter(({ name }) => marked.has(name));
  }
  if (summary.labels.includes(only)) {
    return summary.functions.filter(({ polarity }) => polarity.includes(only));
  }
  const wanted = only.toLowerCase();
  const found = summary.functions.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (found.length > 0 || summary.functions.length === 0) return found;
  throw new LabelwrightError(
    'invalid-option',
    `no labeling function is called anything like '${only}'; expected findings, a label (${summary.labels.join(', ')}) or a part of a name such as '${summary.functions[0].name}'`,
  );
}

/** Words from A, figures from the highest, what does not exist last. */
function compare(a: number | string | undefined, b: number | string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
