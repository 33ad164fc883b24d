import { wrapText } from '@labelwright/evaluation';
import type { LabelModel } from '@labelwright/label-model';

/** A fitted label model in a few lines of the width: its kind, its balance, what it noticed. */
export function describeModel(
  model: Pick<LabelModel, 'kind' | 'labels' | 'balance' | 'notes'>,
  width: number,
): string {
  const balance = model.labels.map((label, k) => `${label} ${percent(model.balance[k])}`);
  const shown = balance.length > 8 ? [...balance.slice(0, 8), '…'] : balance;
  const head = fold(`label model ${model.kind}, balance ${shown.join(', ')}`, '', width);
  return head + model.notes.map((note) => fold(note, '  ', width)).join('');
}

/** All lines but the first are set in further. */
function fold(text: string, margin: string, width: number): string {
  const lines = wrapText(text, width - margin.length - 2);
  return lines.map((line, n) => `${margin}${n === 0 ? '' : '  '}${line}\n`).join('');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** How many votes there may be: `3 records × 1 labeling function`. */
export function describeSize(records: number, functions: number): string {
  return `${counted(records, 'record')} × ${counted(functions, 'labeling function')}`;
}

/** So many of something: `1 record`, `2 records`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
