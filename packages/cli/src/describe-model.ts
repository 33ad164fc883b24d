import type { LabelModel } from '@labelwright/label-model';

/** A fitted label model in a few lines: its kind, its balance, what it noticed. */
export function describeModel(model: LabelModel): string {
  const balance = model.labels.map((label, k) => `${label} ${percent(model.balance[k])}`);
  const shown = balance.length > 8 ? [...balance.slice(0, 8), '…'] : balance;
  const notes = model.notes.map((note) => `  ${note}\n`).join('');
  return `label model ${model.kind}, balance ${shown.join(', ')}\n${notes}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** How many votes there may be: `3 records × 1 labeling function`. */
export function describeSize(records: number, functions: number): string {
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${counted(records, 'record')} × ${counted(functions, 'labeling function')}`;
}
