import { element, labelMark, nameOf } from './elements.ts';
import { kept, type RecordStore } from './record-store.ts';

interface Reason {
  readonly name: string;
  readonly column: number;
  readonly vote: number;
  /** `undefined` where the page does not know. */
  readonly weight: number | undefined;
}

/** The votes on the record and, where known, what each adds to its label, as signed bars. */
export function reasonTable(store: RecordStore, record: number): HTMLElement {
  const { payload, patternOf, offsets } = store;
  const p = patternOf[record];
  const { reasons } = payload;
  const explained = reasons !== undefined && p < reasons.patterns;
  const found = reasonsOf(store, p, explained);
  const none = offsets[p] === offsets[p + 1];
  if (none && !explained) return element('p', { class: 'note' }, 'No function votes on this record.');
  const extra = explained ? extrasOf(store, p) : [];
  const widest = Math.max(...[...found, ...extra].map(({ weight }) => Math.abs(weight ?? 0)), 1e-9);
  const rows = [...extra.slice(0, 1), ...found, ...extra.slice(1)].map((reason) =>
    rowOf(store, record, reason, widest),
  );
  const sum = [...found, ...extra].reduce((total, { weight }) => total + (weight ?? 0), 0);
  const foot = explained && element('tfoot', {}, sumRow(sum));
  return element(
    'table',
    { class: 'plain reasons' },
    element('caption', {}, ...captionOf(store, p, explained)),
    element('tbody', {}, ...rows),
    foot,
  );
}

function captionOf({ payload }: RecordStore, p: number, explained: boolean): (Node | string)[] {
  const { reasons, labels } = payload;
  if (!reasons || !explained) return ['Votes'];
  const [label, against] = [kept(reasons.label)[p], kept(reasons.against)[p]];
  const unit = reasons.unit === 'log-odds' ? 'log-odds' : 'share of the votes';
  const title = ['Why', labelMark(labels[label], label)];
  return against < 0 ? title : [...title, 'and not', labelMark(labels[against], against), ` (${unit})`];
}

function reasonsOf(
  { payload, offsets, columns, votes }: RecordStore,
  p: number,
  explained: boolean,
): Reason[] {
  const weights = explained ? kept(payload.reasons?.weights) : undefined;
  const found: Reason[] = [];
  for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
    const column = columns[cell];
    found.push({ name: payload.functions[column], column, vote: votes[cell], weight: weights?.[cell] });
  }
  return found.sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
}

/** What holds before anyone votes, and what the abstentions add together. */
function extrasOf({ payload }: RecordStore, p: number): Reason[] {
  const [prior, silence] = [kept(payload.reasons?.prior)[p], kept(payload.reasons?.silence)[p]];
  const found: Reason[] = [{ name: 'before anyone votes', column: -1, vote: -1, weight: prior }];
  if (silence !== 0) found.push({ name: 'those that abstain', column: -1, vote: -1, weight: silence });
  return found;
}

function rowOf({ payload, gold }: RecordStore, record: number, reason: Reason, widest: number): HTMLElement {
  const { name, column, vote, weight } = reason;
  const truth = gold?.[record] ?? -1;
  const judged = truth >= 0 && vote >= 0;
  const told = judged ? (vote === truth ? 'right' : 'wrong') : '';
  return element(
    'tr',
    { 'data-column': column },
    element('th', { scope: 'row' }, column < 0 ? element('i', {}, name) : nameOf(name)),
    element(
      'td',
      { class: 'words' },
      vote >= 0 && labelMark(payload.labels[vote], vote),
      judged &&
        element('span', { class: `badge ${told}`, title: `gold says ${told}` }, told === 'right' ? '✓' : '✗'),
    ),
    weight !== undefined && element('td', {}, signedBar(weight, widest)),
    weight !== undefined && element('td', { class: 'number' }, signed(weight)),
  );
}

function signedBar(weight: number, widest: number): HTMLElement {
  const share = (Math.abs(weight) / widest).toFixed(4);
  return element('span', {
    class: weight < 0 ? 'signed against' : 'signed',
    style: `--share:${share}`,
    'aria-hidden': 'true',
  });
}

function sumRow(sum: number): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, 'together'),
    element('td', {}),
    element('td', {}),
    element('td', { class: 'number' }, signed(sum)),
  );
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (text === '0.00') return text;
  return value < 0 ? `−${text}` : `+${text}`;
}
