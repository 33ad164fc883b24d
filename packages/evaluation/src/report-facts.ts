import type { Estimate } from './estimate.ts';
import { count, countOf, figure, percent, percentSign } from './figures.ts';
import { shareOf } from './ratio.ts';
import type { Report } from './report.ts';

/** One thing to know about the data set: `['coverage', '87.3 % of the records have a vote']`. */
export type Fact = readonly [name: string, value: string];

/** No more labels than this are listed one by one. */
const MOST = 8;

/** What a report says about the data set as a whole, in the order to read it. */
export function factsOf({ summary, balances, agreement }: Report): Fact[] {
  const { records, coverage, overlap, conflict, patterns, gold } = summary;
  const facts: Fact[] = [
    ['records', count(records)],
    ['functions', count(summary.functions.length)],
    ['coverage', `${percentSign(coverage)} have a vote`],
    ['overlap', `${percentSign(overlap)} have two or more`],
    ['conflict', `${percentSign(conflict)} have votes that disagree`],
    ['votes per record', votesPerRecord(summary.votesPerRecord, records)],
    [
      'agreement',
      agreement === undefined
        ? 'none to measure'
        : `${figure(agreement)} beyond chance (1 is perfect, 0 is chance)`,
    ],
    ['vote patterns', `${count(patterns)} distinct`],
    ...balances
      .filter(({ source }) => source !== 'gold')
      .map(
        ({ source, shares }): Fact => [
          source === 'votes' ? 'labels as voted' : `by ${source}`,
          shareList(shares),
        ],
      ),
  ];
  if (!gold) return facts;
  const known = `${shareList(balances.at(-1)?.shares ?? {})} (known for ${countOf(gold.records, 'record')})`;
  const votes = gold.correct + gold.incorrect;
  const right = `${percentSign(gold.precision)} of ${countOf(votes, 'vote')} against gold`;
  return [...facts, ['gold', known], ['right votes', right]];
}

function votesPerRecord(counts: readonly number[], records: number): string {
  const shown = counts.slice(0, 6).map((n, votes) => `${votes}:\u00a0${percentSign(shareOf(n, records))}`);
  const rest = counts.slice(6).reduce((sum, n) => sum + n, 0);
  if (rest > 0) shown.push(`6\u00a0or\u00a0more:\u00a0${percentSign(shareOf(rest, records))}`);
  return shown.join(', ') || 'none';
}

/** The share of each label, with its interval; of many labels the most frequent. */
function shareList(shares: Readonly<Record<string, Estimate>>): string {
  const entries = Object.entries(shares);
  const shown =
    entries.length <= MOST ? entries : entries.toSorted(([, a], [, b]) => b.value - a.value).slice(0, MOST);
  const list = shown
    .map(([label, { value, low, high }]) => {
      const share = `${label}\u00a0${percentSign(value)}`;
      return low === undefined || high === undefined ? share : `${share} (${percent(low)}–${percent(high)})`;
    })
    .join(', ');
  return shown.length < entries.length ? `${list}, … (${entries.length} labels)` : list;
}
