import { byId, count, element } from './elements.ts';

/** Makes the function table sortable by any column, and filters its rows. */
export function startFunctionTable(): void {
  const table = byId('function-table', HTMLTableElement);
  const body = table?.tBodies[0];
  const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
  if (!table || !body) return;
  for (const [column, head] of heads.entries()) {
    const button = element('button', { type: 'button' }, head.textContent ?? '');
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      for (const other of heads) if (other !== head) other.removeAttribute('aria-sort');
      sortRows(body, head, column);
    });
  }
  startFilter(body);
}

function sortRows(body: HTMLTableSectionElement, head: HTMLTableCellElement, column: number): void {
  const words = head.dataset.kind === 'text';
  // Figures are most often read from the highest, words from A.
  const ascending = head.hasAttribute('aria-sort') ? head.getAttribute('aria-sort') === 'descending' : words;
  head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  const sign = ascending ? 1 : -1;
  const rows = [...body.rows].map((row) => ({ row, value: sortValue(row.cells[column]) }));
  rows.sort((a, b) => {
    if (a.value === '' || b.value === '') return Number(a.value === '') - Number(b.value === '');
    return sign * (words ? a.value.localeCompare(b.value) : Number(a.value) - Number(b.value));
  });
  body.append(...rows.map(({ row }) => row));
}

function sortValue(cell: HTMLTableCellElement): string {
  return cell.dataset.value ?? cell.textContent ?? '';
}

function startFilter(body: HTMLTableSectionElement): void {
  const search = byId('function-search', HTMLInputElement);
  const findings = byId('function-findings', HTMLInputElement);
  const shown = byId('function-count', HTMLOutputElement);
  const filter = (): void => {
    const wanted = (search?.value ?? '').trim().toLowerCase();
    let visible = 0;
    for (const row of body.rows) {
      const text = `${row.cells[0].textContent} ${row.cells[1].dataset.value}`.toLowerCase();
      const marked = !findings?.checked || row.querySelector('.finding') !== null;
      row.hidden = !(marked && text.includes(wanted));
      if (!row.hidden) visible++;
    }
    if (shown) shown.value = `${count(visible)} of ${count(body.rows.length)}`;
  };
  search?.addEventListener('input', filter);
  findings?.addEventListener('change', filter);
  filter();
}
