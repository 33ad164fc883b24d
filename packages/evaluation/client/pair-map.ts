import type { Payload } from '../src/html/payload.ts';
import { byId, count, element, percent } from './elements.ts';
import { drawMap, layoutOf, type MapLayout, type PairFigures } from './pair-drawing.ts';
import { unpack } from './record-store.ts';
import { themeChange } from './theme-button.ts';

type Measure = 'overlap' | 'agreement' | 'conflict';

interface Counts {
  readonly names: readonly string[];
  readonly overlaps: ArrayLike<number>;
  readonly conflicts: ArrayLike<number>;
}

/** Draws the map of the functions two by two, and follows the pointer and the keys. */
export function startPairMap({ pairs, functions }: Payload): void {
  const place = byId('pair-map', HTMLElement);
  if (!place || !pairs) return;
  const counts: Counts = {
    names: functions,
    overlaps: unpack(pairs.overlaps),
    conflicts: unpack(pairs.conflicts),
  };
  const canvas = element('canvas', {
    tabindex: 0,
    role: 'application',
    'aria-label': 'Map of the functions two by two. The pairs to look at are in the tables below.',
    'aria-describedby': 'pair-told',
  });
  const told = element('output', { id: 'pair-told', 'aria-live': 'polite' }, 'Point at a cell to read it.');
  place.replaceChildren(told, element('div', {}, canvas));
  const state: MapState = {
    measure: 'overlap',
    layout: layoutOf(functions, place.clientWidth),
    at: [0, 0],
    lit: false,
  };
  const draw = (): void => {
    state.layout = layoutOf(functions, place.clientWidth);
    drawMap(canvas, state.layout, figuresOf(counts, state.measure), state.lit ? state.at : undefined);
  };
  const pointTo = (next: Cell): void => {
    state.at = next;
    state.lit = true;
    told.value = sentence(counts, next);
    draw();
  };
  followPointer(canvas, state, functions.length, pointTo);
  followKeys(canvas, state, functions.length, pointTo);
  for (const choice of document.querySelectorAll<HTMLInputElement>('input[name="measure"]')) {
    choice.addEventListener('change', () => {
      state.measure = choice.value as Measure;
      draw();
    });
  }
  themeChange.addEventListener('change', draw);
  new ResizeObserver(draw).observe(place);
}

type Cell = readonly [row: number, column: number];

interface MapState {
  measure: Measure;
  layout: MapLayout;
  at: Cell;
  /** Whether a cell was pointed at yet. */
  lit: boolean;
}

function followPointer(
  canvas: HTMLCanvasElement,
  state: MapState,
  M: number,
  pointTo: (cell: Cell) => void,
): void {
  canvas.addEventListener('pointermove', (event) => {
    const cell = cellAt(state.layout, M, event);
    canvas.style.cursor = cell ? 'pointer' : '';
    if (cell && (!state.lit || cell[0] !== state.at[0] || cell[1] !== state.at[1])) pointTo(cell);
  });
  canvas.addEventListener('click', (event) => {
    const cell = cellAt(state.layout, M, event);
    if (!cell) return;
    // A finger cannot point without touching: its first touch tells, the second opens.
    const known = state.lit && cell[0] === state.at[0] && cell[1] === state.at[1];
    pointTo(cell);
    if (known) open(state);
  });
}

function followKeys(
  canvas: HTMLCanvasElement,
  state: MapState,
  M: number,
  pointTo: (cell: Cell) => void,
): void {
  canvas.addEventListener('focus', () => {
    if (!state.lit) pointTo(state.at);
  });
  canvas.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') open(state);
    const next = moved(state.at, event.key, M);
    if (!next) return;
    event.preventDefault();
    pointTo(next);
  });
}

/** Leads to the records behind the cell. */
function open({ at, measure }: MapState): void {
  location.hash = addressOf(at, measure);
}

function figuresOf({ names, overlaps, conflicts }: Counts, measure: Measure): PairFigures {
  const M = names.length;
  const shareOf = (a: number, b: number): number | undefined => {
    const shared = overlaps[a * M + b];
    if (shared === 0 || (a === b && measure !== 'overlap')) return undefined;
    if (measure === 'overlap') return shared / overlaps[a * M + a];
    const differing = conflicts[a * M + b] / shared;
    return measure === 'conflict' ? differing : 1 - differing;
  };
  const color = { overlap: '--accent', agreement: '--good', conflict: '--bad' }[measure];
  return { names, shareOf, color };
}

function sentence({ names, overlaps, conflicts }: Counts, [a, b]: Cell): string {
  const M = names.length;
  const votes = overlaps[a * M + a];
  if (a === b) return `${names[a]} votes on ${count(votes)} records.`;
  const shared = overlaps[a * M + b];
  if (shared === 0) return `${names[a]} and ${names[b]} never vote on the same record.`;
  const differing = conflicts[a * M + b];
  return `${names[a]} and ${names[b]} vote together on ${count(shared)} records, ${percent(shared / votes)} of the votes of ${names[a]}: they agree on ${count(shared - differing)} and differ on ${count(differing)}.`;
}

function addressOf([a, b]: Cell, measure: Measure): string {
  if (a === b) return `#records?f=${a}`;
  const relation = { overlap: '', agreement: '&r=agree', conflict: '&r=differ' }[measure];
  return `#records?f=${a}&g=${b}${relation}`;
}

function cellAt({ left, top, cell }: MapLayout, M: number, event: MouseEvent): Cell | undefined {
  const column = Math.floor((event.offsetX - left) / cell);
  const row = Math.floor((event.offsetY - top) / cell);
  return row >= 0 && row < M && column >= 0 && column < M ? [row, column] : undefined;
}

function moved([a, b]: Cell, key: string, M: number): Cell | undefined {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    Home: [0, -M],
    End: [0, M],
  };
  const step = steps[key];
  const within = (value: number): number => Math.min(M - 1, Math.max(0, value));
  return step && [within(a + step[0]), within(b + step[1])];
}
