/** What a cell of the map is: the share it shows, or nothing to show. */
export interface PairFigures {
  readonly names: readonly string[];
  readonly shareOf: (row: number, column: number) => number | undefined;
  /** The custom properties of the colours: of shares above 0, and of those below. */
  readonly color: string;
  readonly against: string;
}

/** Where the cells of the map lie, in pixels of the page. */
export interface MapLayout {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly width: number;
  readonly height: number;
}

/** Names are written where cells are at least so large, in pixels. */
const LEGIBLE = 11;

/** The smallest and the largest cell. */
const [SMALLEST, LARGEST] = [4, 30];

/** A wider map is too high to be seen at once. */
const WIDEST = 960;

/** Room for the names, in pixels. */
const NAMES = 120;

/** Lays the map out for a width: with names where they can be read. */
export function layoutOf(names: readonly string[], width: number): MapLayout {
  const M = Math.max(1, names.length);
  const usable = Math.min(WIDEST, width);
  const room = Math.min(NAMES, 14 + 6.2 * Math.max(0, ...names.map((name) => name.length)));
  const named = Math.floor((usable - room) / M) >= LEGIBLE;
  const [left, top] = named ? [room, room * 0.8] : [0, 0];
  const cell = Math.min(LARGEST, Math.max(SMALLEST, Math.floor((usable - left) / M)));
  return { left, top, cell, width: left + cell * M, height: top + cell * M };
}

/** Draws the map into the canvas, with one cell outlined. */
export function drawMap(
  canvas: HTMLCanvasElement,
  layout: MapLayout,
  figures: PairFigures,
  lit: readonly [number, number] | undefined,
): void {
  const { width, height } = layout;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const colors = [figures.color, figures.against, '--line'].map((property) => resolved(canvas, property));
  drawCells(context, layout, figures, colors);
  if (layout.left > 0) drawNames(context, layout, figures.names, resolved(canvas, '--ink'));
  if (lit) {
    context.strokeStyle = resolved(canvas, '--ink');
    context.lineWidth = 2;
    const { left, top, cell } = layout;
    context.strokeRect(left + lit[1] * cell, top + lit[0] * cell, cell - 1, cell - 1);
  }
}

/** A custom property as a colour that a canvas takes, in the theme of the day. */
function resolved(canvas: HTMLElement, property: string): string {
  canvas.style.color = `var(${property})`;
  return getComputedStyle(canvas).color;
}

function drawCells(
  context: CanvasRenderingContext2D,
  { left, top, cell }: MapLayout,
  { names, shareOf }: PairFigures,
  [color, against, empty]: readonly string[],
): void {
  const M = names.length;
  const size = cell >= 8 ? cell - 1 : cell;
  for (let a = 0; a < M; a++) {
    for (let b = 0; b < M; b++) {
      const share = shareOf(a, b);
      context.fillStyle = share === undefined ? empty : share < 0 ? against : color;
      // What is there at all stands apart from what is not.
      context.globalAlpha = share === undefined ? 0.35 : 0.08 + 0.92 * Math.min(1, Math.abs(share));
      context.fillRect(left + b * cell, top + a * cell, size, size);
    }
  }
  context.globalAlpha = 1;
}

function drawNames(
  context: CanvasRenderingContext2D,
  { left, top, cell }: MapLayout,
  names: readonly string[],
  color: string,
): void {
  context.font = `${Math.min(12, cell)}px system-ui, sans-serif`;
  context.fillStyle = color;
  context.textBaseline = 'middle';
  for (const [n, name] of names.entries()) {
    const shown = fitted(context, name, left - 8);
    context.textAlign = 'right';
    context.fillText(shown, left - 6, top + (n + 0.5) * cell);
    context.save();
    context.translate(left + (n + 0.5) * cell, top - 6);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'left';
    context.fillText(fitted(context, name, top - 8), 0, 0);
    context.restore();
  }
}

function fitted(context: CanvasRenderingContext2D, name: string, width: number): string {
  let shown = name;
  while (shown.length > 1 && context.measureText(shown).width > width) shown = `${shown.slice(0, -2)}…`;
  return shown;
}
