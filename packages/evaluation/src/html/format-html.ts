import { countOf } from '../figures.ts';
import type { Report } from '../report.ts';
import { type BrowsedRecords, browsedRecords } from './browsed-records.ts';
import { chooseRecords } from './choose-records.ts';
import { createPayload } from './create-payload.ts';
import { errorsSection } from './errors-section.ts';
import { findingsSection } from './findings-section.ts';
import { functionsSection } from './functions-section.ts';
import type { HtmlOptions } from './html-options.ts';
import type { Content } from './markup.ts';
import { modelsSection } from './models-section.ts';
import { nextSection, type PlaceOf } from './next-section.ts';
import { overviewSection } from './overview-section.ts';
import { type Part, page } from './page.ts';
import { pairsSection } from './pairs-section.ts';
import { recordsSection } from './records-section.ts';
import { slicesSection } from './slices-section.ts';

/** The most that the file takes, about. */
const MOST_BYTES = 14_000_000;

/** What the page takes besides records and functions. */
const PAGE_BYTES = 100_000;

/** What a function takes in the table, and a pair of them in the map. */
const [FUNCTION_BYTES, PAIR_BYTES] = [2500, 6];

/**
 * Renders a report as one HTML file that needs no network: tables to sort, maps, charts, and with votes the records
 * behind each figure.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { createReport } = await import('../report.ts');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam', undefined], short: ['spam', 'ham'] });
 * const records = [{ fields: { text: 'see http://example.com' } }, { fields: { text: 'hello' } }];
 * const page = formatHtml(createReport({ votes, title: 'Comments' }), { votes, records });
 * page.includes('<title>Comments</title>'); // => true
 * ```
 */
export function formatHtml(report: Report, options: HtmlOptions = {}): string {
  const rows = rowsOf(report, options);
  const payload = rows && createPayload(rows.records, report.pairs, rows.kept, options);
  const browsable = payload !== undefined;
  const placeOf = placesOf(rows?.kept);
  const found: Readonly<Record<string, readonly [title: string, body: Content]>> = {
    overview: ['Overview', overviewSection(report)],
    findings: ['To look at', findingsSection(report, browsable)],
    functions: ['Functions', functionsSection(report, browsable)],
    pairs: ['Pairs', pairsSection(report, browsable)],
    quality: ['Quality', modelsSection(report, browsable)],
    slices: ['Slices', slicesSection(report, browsable)],
    errors: ['Errors', errorsSection(report, browsable, placeOf)],
    next: ['Write next', nextSection(report, placeOf)],
    records: ['Records', payload && recordsSection(payload)],
  };
  const parts = Object.entries(found).flatMap(([id, [title, body]]): Part[] =>
    body ? [{ id, title, body }] : [],
  );
  return page({
    title: report.title ?? 'Report',
    subtitle: subtitleOf(report),
    labels: report.summary.labels,
    parts,
    payload,
  });
}

/** The records, and which of them the page keeps. */
interface KeptRows {
  readonly records: BrowsedRecords;
  readonly kept: Uint32Array;
}

function rowsOf(report: Report, options: HtmlOptions): KeptRows | undefined {
  const records = browsedRecords(options);
  if (records === undefined) return undefined;
  const M = report.summary.functions.length;
  const slices = Object.values(options.slices ?? {}).flat().length;
  const around = PAGE_BYTES + M * FUNCTION_BYTES + M * M * PAIR_BYTES + (slices * records.rows) / 6;
  const bytes = (options.maxBytes ?? MOST_BYTES) - around;
  return { records, kept: chooseRecords(records, bytes, options.seed ?? 0, namedRows(report)) };
}

/** The rows that the page names one by one. */
function namedRows({ errors, suggestions }: Report): number[] {
  const listed = [...(errors?.confident ?? []), ...(errors?.suspected.first ?? [])].map(({ row }) => row);
  const { forUncovered = [], forContested = [], themes = [], contestedThemes = [] } = suggestions ?? {};
  const examples = [forUncovered, forContested, themes, contestedThemes].flatMap((list) =>
    list.flatMap((item) => item.examples),
  );
  return [...listed, ...examples];
}

/** Finds where a row of the data set stands among those kept. */
function placesOf(kept: Uint32Array | undefined): PlaceOf {
  if (kept === undefined) return () => undefined;
  return (row) => {
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (kept[middle] < row) low = middle + 1;
      else high = middle;
    }
    return kept[low] === row ? low : undefined;
  };
}

function subtitleOf({ summary }: Report): string {
  const { records, functions, labels } = summary;
  return `${countOf(records, 'record')} · ${countOf(functions.length, 'labeling function')} · ${countOf(labels.length, 'label')}`;
}
