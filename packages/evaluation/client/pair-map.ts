import type { Payload } from '../src/html/payload.ts';
import { byId, count, element, percent } from './elements.ts';
import { drawMap, layoutOf, type MapLayout, type PairFigures } from './pair-drawing.ts';
import { unpack } from './record-store.ts';
import { themeChange } from './theme-button.ts';

type Measure = 'overlap' | 'agreement' | 'conflict' | 'residual';

interface Counts {
  readonly names: readonly string[];
  readonly overlaps: ArrayLike<number>;
  readonly conflicts: ArrayLike<number>;
  readonly correlations: ArrayLike<number> | undefined;
}

/** Draws the map of the functions two by two, and follows the pointer and the keys. */
export function startPairMap({ pairs, functions }: Payload): void {
  const place = byId('pair-map', HTMLElement);
  if (!place || !pairs) return;
  const counts: Counts = {
    names: functions,
    overlaps: unpack(pairs.overlaps),
    conflicts: unpack(pairs.conflicts),
    correlations: pairs.correlations && unpack(pairs.correlations),
  };
  const given = [...functions.keys()];
  const alike = [...unpack(pairs.order)];
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
    order: given,
    layout: layoutOf(functions, place.clientWidth),
    at: [0, 0],
    lit: false,
  };
  const draw = (): void => {
    state.layout = layoutOf(functions, place.clientWidth);
    drawMap(canvas, state.layout, figuresOf(counts, state), state.lit ? state.at : undefined);
  };
  const pointTo = (next: Cell): void => {
    state.at = next;
    state.lit = true;
    told.value = sentence(counts, numbered(state.order, next));
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
  const order = byId('pair-order', HTMLInputElement);
  order?.addEventListener('change', () => {
    state.order = order.checked ? alike : given;
    draw();
  });
  themeChange.addEventListener('change', draw);
  new ResizeObserver(draw).observe(place);
}

type Cell = readonly [row: number, column: number];

interface MapState {
  measure: Measure;
  /** The function of each row and column. */
  order: readonly number[];
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
function open({ at, order, measure }: MapState): void {
  location.hash = addressOf(numbered(order, at), measure);
}

/** The functions that a cell is of. */
function numbered(order: readonly number[], [row, column]: Cell): Cell {
  return [order[row], order[column]];
}

const COLORS = { overlap: '--accent', agreement: '--good', conflict: '--bad', residual: '--accent' } as const;

function figuresOf(counts: Counts, { measure, order }: MapState): PairFigures {
  const { names, overlaps, conflicts, correlations } = counts;
  const M = names.length;
  const shareOf = (row: number, column: number): number | undefined => {
    const [a, b] = numbered(order, [row, column]);
    const shared = overlaps[a * M + b];
    if (measure === 'residual' && correlations) return a === b ? undefined : correlations[a * M + b] / 1000;
    if (shared === 0 || (a === b && measure !== 'overlap')) return undefined;
    if (measure === 'overlap') return shared / overlaps[a * M + a];
    const differing = conflicts[a * M + b] / shared;
    return measure === 'conflict' ? differing : 1 - differing;
  };
  return { names: order.map((j) => names[j]), shareOf, color: COLORS[measure], against: '--bad' };
}

function sentence({ names, overlaps, conflicts, correlations }: Counts, [a, b]: Cell): string {
  const M = names.length;
  const votes = overlaps[a * M + a];
  if (a === b) return `${names[a]} votes on ${count(votes)} records.`;
  const shared = overlaps[a * M + b];
  if (shared === 0) return `${names[a]} and ${names[b]} never vote on the same record.`;
  const differing = conflicts[a * M + b];
  const beyond = correlations
    ? ` Beyond the labels they correlate by ${(correlations[a * M + b] / 1000).toFixed(2)}.`
    : '';
  return `${names[a]} and ${names[b]} vote together on ${count(shared)} records, ${percent(shared / votes)} of the votes of ${names[a]}: they agree on ${count(shared - differing)} and differ on ${count(differing)}.${beyond}`;
}

function addressOf([a, b]: Cell, measure: Measure): string {
  if (a === b) return `#records?f=${a}`;
  const relation = { overlap: '', agreement: '&r=agree', conflict: '&r=differ', residual: '' }[measure];
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
