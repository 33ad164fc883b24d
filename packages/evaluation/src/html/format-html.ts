import { countOf } from '../figures.ts';
import { comparePairs, type FunctionPairs } from '../function-pairs.ts';
import { goldPositions } from '../gold.ts';
import { judge } from '../judge.ts';
import type { Report } from '../report.ts';
import { browsedRecords } from './browsed-records.ts';
import { chooseRecords } from './choose-records.ts';
import { createPayload } from './create-payload.ts';
import { errorsSection } from './errors-section.ts';
import { findingsSection } from './findings-section.ts';
import { functionsSection } from './functions-section.ts';
import type { HtmlOptions } from './html-options.ts';
import { type KeptPoint, keptCurve } from './kept-chart.ts';
import type { Content } from './markup.ts';
import { modelsSection } from './models-section.ts';
import { overviewSection } from './overview-section.ts';
import { type Part, page } from './page.ts';
import { pairsSection } from './pairs-section.ts';
import type { Payload } from './payload.ts';
import { recordsSection } from './records-section.ts';

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
  const pairs = options.votes && comparePairs(options.votes);
  const payload = pairs && payloadOf(report, pairs, options);
  const browsable = payload !== undefined;
  const found: Readonly<Record<string, readonly [title: string, body: Content]>> = {
    overview: ['Overview', overviewSection(report)],
    findings: ['To look at', findingsSection(report, browsable)],
    functions: ['Functions', functionsSection(report, browsable)],
    pairs: ['Pairs', pairs && pairsSection(pairs, browsable)],
    quality: ['Quality', modelsSection(report, keptCurveOf(options), browsable)],
    errors: ['Errors', errorsSection(report, browsable)],
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

function payloadOf({ summary }: Report, pairs: FunctionPairs, options: HtmlOptions): Payload | undefined {
  const records = browsedRecords(options);
  if (records === undefined) return undefined;
  const M = summary.functions.length;
  const around = PAGE_BYTES + M * FUNCTION_BYTES + M * M * PAIR_BYTES;
  const rows = chooseRecords(records, (options.maxBytes ?? MOST_BYTES) - around, options.seed ?? 0);
  return createPayload(records, pairs, rows, options.explain);
}

/** How good the labels of the last model are if only the surest are kept; the others stay closed on the page. */
function keptCurveOf({ votes, gold, models = [] }: HtmlOptions): readonly KeptPoint[] {
  const model = models.at(-1);
  if (!votes || !gold || !model) return [];
  const { soft } = judge(model.labels, goldPositions(votes.labels, gold, votes.rows));
  return soft ? keptCurve(soft, votes.labels.length) : [];
}

function subtitleOf({ summary }: Report): string {
  const { records, functions, labels } = summary;
  return `${countOf(records, 'record')} · ${countOf(functions.length, 'labeling function')} · ${countOf(labels.length, 'label')}`;
}
