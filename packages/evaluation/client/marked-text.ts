import { element } from './elements.ts';

/** A place in a text, and what made it stand out. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** The position of the labeling function. */
  readonly column: number;
  readonly name: string;
  /** The position of the label voted. */
  readonly vote: number;
}

/** The text with its marks, which may overlap; a mark names its functions. */
export function markedText(text: string, marks: readonly Mark[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const edges = new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])]);
  const cuts = [...edges].filter((edge) => edge <= text.length).sort((a, b) => a - b);
  for (const [n, end] of cuts.slice(1).entries()) {
    const start = cuts[n];
    const piece = text.slice(start, end);
    const covering = marks.filter((mark) => mark.start <= start && mark.end >= end);
    fragment.append(covering.length === 0 ? piece : markOf(piece, covering));
  }
  return fragment;
}

function markOf(piece: string, covering: readonly Mark[]): HTMLElement {
  const names = [...new Set(covering.map(({ name }) => name))].join(', ');
  const columns = covering.map(({ column }) => column).join(' ');
  return element(
    'mark',
    { title: names, 'data-columns': columns, style: `--color:var(--label-${covering[0].vote})` },
    piece,
  );
}
