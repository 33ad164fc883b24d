import { element } from './elements.ts';

/** What the list shows and whom it tells. */
export interface ListOptions {
  /** The row for the item at this place. */
  readonly render: (place: number) => HTMLElement;
  /** Told when another row is chosen. */
  readonly onChoose: (place: number) => void;
}

/** A list of which only the rows in sight exist. */
export interface VirtualList {
  /** Shows so many rows, with the chosen one in sight. */
  show(length: number, chosen: number): void;
}

/** The height of a row in pixels; the style sheet says the same. */
const ROW = 62;

/** So many rows are kept ready beyond the edges. */
const BEYOND = 6;

/** Makes a list box of any length: one tab stop, chosen by click and by the keys of a list box. */
export function virtualList(box: HTMLElement, { render, onChoose }: ListOptions): VirtualList {
  const space = element('div', { class: 'space', role: 'presentation' });
  box.replaceChildren(space);
  let [length, chosen] = [0, 0];
  const draw = (): void => {
    const first = Math.max(0, Math.floor(box.scrollTop / ROW) - BEYOND);
    const last = Math.min(length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + BEYOND);
    const rows = Array.from({ length: Math.max(0, last - first) }, (_, n) => row(first + n));
    space.replaceChildren(...rows);
    box.setAttribute('aria-activedescendant', length > 0 ? `record-${chosen}` : '');
  };
  const row = (place: number): HTMLElement => {
    const made = render(place);
    made.id = `record-${place}`;
    made.dataset.place = String(place);
    made.style.top = `${place * ROW}px`;
    made.setAttribute('role', 'option');
    made.setAttribute('aria-selected', String(place === chosen));
    made.setAttribute('aria-setsize', String(length));
    made.setAttribute('aria-posinset', String(place + 1));
    return made;
  };
  const choose = (place: number): void => {
    if (length === 0) return;
    chosen = Math.min(length - 1, Math.max(0, place));
    reveal(box, chosen);
    draw();
    onChoose(chosen);
  };
  let frame = 0;
  const later = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  };
  box.addEventListener('scroll', later, { passive: true });
  new ResizeObserver(later).observe(box);
  box.addEventListener('click', ({ target }) => {
    const found = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
    if (found) choose(Number(found.dataset.place));
  });
  box.addEventListener('keydown', (event) => {
    const step = stepOf(event.key, Math.max(1, Math.floor(box.clientHeight / ROW) - 1), length);
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(chosen + step);
  });
  return {
    show(size, place) {
      length = size;
      chosen = Math.max(0, Math.min(size - 1, place));
      space.style.height = `${size * ROW}px`;
      reveal(box, chosen);
      draw();
    },
  };
}

function stepOf(key: string, page: number, length: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -length,
    End: length,
  };
  return steps[key];
}

function reveal(box: HTMLElement, place: number): void {
  const top = place * ROW;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW - box.clientHeight;
}
