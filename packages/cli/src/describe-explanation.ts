import type { Explanation } from '@labelwright/label-model';

/** Why a record has its label: what holds before anyone votes, and what each vote adds, a line each. */
export function describeExplanation(id: string, explanation: Explanation): string {
  const { label, against, probability, unit, prior, reasons, answers, sum } = explanation;
  const measure = unit === 'log-odds' ? 'log-odds' : 'share of the votes';
  const rival = against === undefined ? '' : `, in ${measure} against ${against}`;
  const abstained = reasons.filter(({ vote }) => vote === undefined);
  const silence = abstained.reduce((total, { weight }) => total + weight, 0);
  const lines: (readonly [string, number])[] = [
    ['before anyone votes', prior],
    ...reasons.flatMap(({ function: name, vote, weight }) =>
      vote === undefined ? [] : [[`${name} votes ${vote}`, weight] as const],
    ),
    ...(abstained.length > 0 ? [[`${abstained.length} that abstain`, silence] as const] : []),
    ...(answers === undefined ? [] : [['answers of people', answers] as const]),
    ['together', sum],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  const rows = lines.map(([name, weight]) => `  ${name.padEnd(width)}  ${signed(weight).padStart(7)}\n`);
  return `${id}: ${label}, ${(100 * probability).toFixed(1)} %${rival}\n${rows.join('')}`;
}

function signed(weight: number): string {
  const size = Math.abs(weight).toFixed(2);
  if (size === '0.00') return size;
  return weight < 0 ? `−${size}` : `+${size}`;
}
