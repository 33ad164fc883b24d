import { count, countOf } from '../figures.ts';
import { chart, round } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

/** Draws how many records have so many votes. */
export function votesChart(votesPerRecord: readonly number[]): Markup {
  const last = votesPerRecord.length - 1;
  const most = Math.max(1, ...votesPerRecord);
  const told = votesPerRecord.map((records, votes) => `${countOf(votes, 'vote')}: ${count(records)}`);
  const step = Math.ceil((last + 1) / 12);
  return chart(
    {
      label: `Records by number of votes. ${told.join('; ')}.`,
      xTitle: 'votes on a record',
      yTitle: 'records',
      xDomain: [-0.5, last + 0.5],
      yDomain: [0, most],
      xFormat: String,
      yFormat: (records) => (records > 0 && most >= 10_000 ? `${count(records / 1000)}k` : count(records)),
      xTicks: votesPerRecord.map((_, votes) => votes).filter((votes) => votes % step === 0),
      height: 220,
    },
    ({ x, y }) => {
      const width = Math.max(1, (x(1) - x(0)) * 0.78);
      return votesPerRecord.map(
        (records, votes) =>
          html`<rect class="${votes === 0 ? 'bar none' : 'bar'}" x="${round(x(votes) - width / 2)}" y="${round(y(records))}" width="${round(width)}" height="${round(y(0) - y(records))}" rx="2"><title>${count(records)} records with ${countOf(votes, 'vote')}</title></rect>`,
      );
    },
  );
}
