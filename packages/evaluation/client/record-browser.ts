import type { Payload } from '../src/html/payload.ts';
import { byId, count, element, labelMark } from './elements.ts';
import { recordDetail, wrong } from './record-detail.ts';
import { type Filter, filterOf, findRecords, fragmentOf } from './record-filter.ts';
import { virtualList } from './record-list.ts';
import { idOf, openRecords, type RecordStore } from './record-store.ts';

/** Lets people browse the records: a filter, a list, and the chosen record. */
export function startRecords(payload: Payload): void {
  const form = byId('record-filters', HTMLFormElement);
  const box = byId('record-list', HTMLElement);
  const detail = byId('record-detail', HTMLElement);
  if (!form || !box || !detail) return;
  const store = openRecords(payload);
  let [filter, found]: [Filter, Uint32Array] = [{}, new Uint32Array()];
  const choose = (place: number): void => {
    detail.replaceChildren(...(found.length > 0 ? [recordDetail(store, found[place])] : []));
    detail.scrollTop = 0;
  };
  const list = virtualList(box, {
    render: (place) => rowOf(store, found[place]),
    onChoose: (place) => {
      choose(place);
      history.replaceState(null, '', fragmentOf(filter, found[place]));
    },
  });
  const apply = (next: Filter, record?: number): void => {
    filter = next;
    found = findRecords(store, filter);
    const place = record === undefined ? 0 : Math.max(0, found.indexOf(record));
    list.show(found.length, place);
    choose(place);
    tell(found.length, payload);
    form.classList.toggle('filtered', Object.keys(filter).length > 0);
  };
  watchForm(form, (next) => {
    apply(next);
    history.replaceState(null, '', fragmentOf(next));
  });
  const follow = (): void => {
    if (!location.hash.startsWith('#records?')) return;
    const wanted = filterOf(location.hash);
    const record = new URLSearchParams(location.hash.split('?')[1]).get('i');
    fill(form, wanted);
    apply(wanted, record === null ? undefined : Number(record));
    byId('records', HTMLElement)?.scrollIntoView();
    box.focus({ preventScroll: true });
  };
  addEventListener('hashchange', follow);
  apply({});
  follow();
  linkMarks(detail);
}

function tell(found: number, { kept, total }: Payload): void {
  const shown = byId('record-count', HTMLOutputElement);
  const sample = kept < total ? ' in the sample' : '';
  if (shown) shown.value = `${count(found)} of ${count(kept)} records${sample}`;
}

/** Typing is followed after a pause, a choice at once. */
const PAUSE = 120;

function watchForm(form: HTMLFormElement, apply: (filter: Filter) => void): void {
  const read = (): void => {
    const entries = [...new FormData(form)].filter(([, value]) => value !== '');
    apply(Object.fromEntries(entries) as Filter);
  };
  let timer = 0;
  form.addEventListener('input', ({ target }) => {
    clearTimeout(timer);
    timer = setTimeout(read, target instanceof HTMLInputElement ? PAUSE : 0);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  byId('record-reset', HTMLButtonElement)?.addEventListener('click', () => {
    form.reset();
    apply({});
  });
}

function fill(form: HTMLFormElement, filter: Filter): void {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      field.value = (filter as Record<string, string>)[field.name] ?? '';
    }
  }
}

function rowOf(store: RecordStore, record: number): HTMLElement {
  const { payload, top, gold, confidence, offsets, patternOf, differ } = store;
  const { labels, fields } = payload;
  const p = patternOf[record];
  const text = fields[0]?.texts[record] ?? '';
  const given = top?.[record] ?? -1;
  const truth = gold?.[record] ?? -1;
  const votes = offsets[p + 1] - offsets[p];
  const facts = element(
    'span',
    { class: 'facts' },
    given >= 0 && labelMark(labels[given], given),
    given >= 0 && confidence && element('span', {}, `${Math.round(100 * confidence[record])} %`),
    given === -2 && element('span', { class: 'label empty' }, 'tie'),
    given >= 0 && truth >= 0 && given !== truth && wrong(),
    element('span', {}, `${votes} ${votes === 1 ? 'vote' : 'votes'}`),
    differ[p] === 1 && element('span', { class: 'badge differ' }, 'differ'),
  );
  const first = element(
    'span',
    { class: 'line', dir: 'auto' },
    text.slice(0, 200) || `record ${idOf(store, record)}`,
  );
  return element('div', { class: 'record' }, first, facts);
}

/** A row of the reasons lights up what made its function vote. */
function linkMarks(detail: HTMLElement): void {
  const light = (column: string | undefined): void => {
    for (const mark of detail.querySelectorAll<HTMLElement>('mark')) {
      const own = (mark.dataset.columns ?? '').split(' ');
      mark.classList.toggle('lit', column !== undefined && own.includes(column));
    }
  };
  detail.addEventListener('pointerover', ({ target }) => {
    light(
      target instanceof Element ? target.closest<HTMLElement>('[data-column]')?.dataset.column : undefined,
    );
  });
  detail.addEventListener('pointerleave', () => light(undefined));
}
