import { count, element, labelMark, percent } from './elements.ts';
import { type Mark, markedText } from './marked-text.ts';
import { reasonTable } from './reason-table.ts';
import { distributionOf, idOf, kept, type RecordStore } from './record-store.ts';

/** Shows everything that the page knows about a record. */
export function recordDetail(store: RecordStore, record: number): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(element('h3', {}, 'Record ', element('bdi', {}, idOf(store, record))));
  fragment.append(verdict(store, record), ...texts(store, record));
  fragment.append(reasonTable(store, record));
  const shares = shareList(store, record);
  if (shares) fragment.append(shares);
  return fragment;
}

function verdict({ payload: { labels }, top, gold }: RecordStore, record: number): HTMLElement {
  const parts: (HTMLElement | string)[] = [];
  const given = top?.[record];
  if (given !== undefined) {
    parts.push(element('b', {}, 'Label '), given >= 0 ? labelMark(labels[given], given) : noLabel(given));
  }
  const truth = gold?.[record] ?? -1;
  if (truth >= 0) {
    parts.push(element('b', {}, 'Gold '), labelMark(labels[truth], truth));
    if (given !== undefined && given >= 0) parts.push(given === truth ? right() : wrong());
  }
  return element('p', { class: 'verdict' }, ...parts);
}

function noLabel(given: number): HTMLElement {
  return element('span', { class: 'label empty' }, given === -2 ? 'tie' : 'none');
}

/** Says that the label is the gold label. */
export function right(): HTMLElement {
  return element('span', { class: 'badge right' }, '✓ right');
}

/** Says that the label is not the gold label. */
export function wrong(): HTMLElement {
  return element('span', { class: 'badge wrong' }, '✗ wrong');
}

function texts(store: RecordStore, record: number): HTMLElement[] {
  const { fields, cut } = store.payload;
  return fields.flatMap(({ name, texts: own }, f) => {
    const text = own[record];
    if (text === null) return [];
    const body = element('p', { class: 'text', dir: 'auto' }, markedText(text, marksOf(store, record, f)));
    const whole = cut.find(([i, field]) => i === record && field === f)?.[2];
    const note = whole !== undefined && cutNote(text.length, whole);
    const title = fields.length > 1 && element('h4', {}, element('bdi', {}, name));
    return [element('div', { class: f === 0 ? 'field first' : 'field' }, title, body, note)];
  });
}

function cutNote(shown: number, whole: number): HTMLElement {
  return element('p', { class: 'note' }, `… cut: ${count(shown)} of ${count(whole)} characters`);
}

function marksOf(store: RecordStore, record: number, field: number): Mark[] {
  const { payload, patternOf, offsets, columns, votes } = store;
  if (!payload.evidence) return [];
  const [numbers, from] = [kept(payload.evidence), kept(payload.evidenceOf)];
  const voteOf = new Map<number, number>();
  const p = patternOf[record];
  for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) voteOf.set(columns[cell], votes[cell]);
  const marks: Mark[] = [];
  for (let n = from[record] * 4; n < from[record + 1] * 4; n += 4) {
    const [column, place, start, end] = numbers.subarray(n, n + 4);
    const vote = voteOf.get(column);
    if (place === field && vote !== undefined)
      marks.push({ start, end, column, vote, name: payload.functions[column] });
  }
  return marks;
}

/** More labels than this are not worth a bar each. */
const MOST_LABELS = 6;

function shareList(store: RecordStore, record: number): HTMLElement | undefined {
  const { model, labels } = store.payload;
  if (!model || store.top?.[record] === -1) return undefined;
  const shares = distributionOf(store, record)
    .map((share, k) => ({ share, k }))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_LABELS);
  const rows = shares.map(({ share, k }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, labelMark(labels[k], k)),
      element(
        'td',
        {},
        element(
          'span',
          { class: 'meter', style: `--share:${share};--color:var(--label-${k})` },
          percent(share),
        ),
      ),
    ),
  );
  const title = `Probabilities, by ${model.name}`;
  return element(
    'table',
    { class: 'plain shares' },
    element('caption', {}, title),
    element('tbody', {}, ...rows),
  );
}
