import { ABSTAIN, type ProbabilisticLabels } from '@labelwright/core';
import { type Gold, goldPositions, topPositions } from './gold.ts';
import { suspectGold } from './suspect-gold.ts';

/** A record whose label and gold differ. */
export interface RecordError<L extends string = string> {
  /** Its position in the data set. */
  readonly row: number;
  readonly id: string;
  readonly label: L;
  readonly gold: L;
  /** The probability of the label. */
  readonly probability: number;
  /** The probability of the gold label. */
  readonly goldProbability: number;
}

/** Records that were given one label and have another. */
export interface ErrorKind<L extends string = string> {
  readonly label: L;
  readonly gold: L;
  readonly records: number;
  /** The ids of some of them. */
  readonly examples: readonly string[];
}

/** Where the labels of a model differ from gold. */
export interface ErrorReport<L extends string = string> {
  /** As the report calls the model. */
  readonly model: string;
  /** The records with gold whose most probable label is another; ties are left out. */
  readonly records: number;
  /** The largest first. */
  readonly kinds: readonly ErrorKind<L>[];
  /** The mistakes that the model is surest of. */
  readonly confident: readonly RecordError<L>[];
  /** Gold labels that are likely wrong themselves (confident learning). */
  readonly suspected: {
    readonly records: number;
    /** How many would be wrong by the estimate of confident learning. */
    readonly estimated: number;
    /** The most suspicious first. */
    readonly first: readonly RecordError<L>[];
  };
}

/** So many records are named of each list, and so many of each kind of error. */
const [MOST, EXAMPLES] = [20, 3];

/** Finds where the labels differ from gold. */
export function reportErrors<L extends string>(
  model: string,
  predicted: ProbabilisticLabels<L>,
  gold: Gold<NoInfer<L>>,
): ErrorReport<L> {
  const { labels, table, index } = predicted;
  const K = labels.length;
  const truth = goldPositions(labels, gold, predicted.rows);
  const tops = topPositions(predicted);
  const probability = (row: number, k: number): number => table[index[row] * K + k];
  const wrong = [...truth.keys()].filter((row) => {
    const top = tops[index[row]];
    return truth[row] !== ABSTAIN && top >= 0 && top !== truth[row];
  });
  const errorAt = (row: number, label: number): RecordError<L> => ({
    row,
    id: predicted.idOf(row),
    label: labels[label],
    gold: labels[truth[row]],
    probability: probability(row, label),
    goldProbability: probability(row, truth[row]),
  });
  const topOf = (row: number): number => tops[index[row]];
  const surest = wrong.toSorted((a, b) => probability(b, topOf(b)) - probability(a, topOf(a)) || a - b);
  const suspected = suspectGold<L>(predicted, truth);
  return {
    model,
    records: wrong.length,
    kinds: kindsOf(wrong, (row) => [topOf(row), truth[row]], predicted),
    confident: surest.slice(0, MOST).map((row) => errorAt(row, topOf(row))),
    suspected: {
      records: suspected.records,
      estimated: suspected.estimated,
      first: suspected.rows.slice(0, MOST).map((row, n) => errorAt(row, labels.indexOf(suspected.labels[n]))),
    },
  };
}

function kindsOf<L extends string>(
  wrong: readonly number[],
  kindOf: (row: number) => readonly [label: number, gold: number],
  predicted: ProbabilisticLabels<L>,
): ErrorKind<L>[] {
  const { labels } = predicted;
  const rows = new Map<number, number[]>();
  for (const row of wrong) {
    const [label, gold] = kindOf(row);
    const key = label * labels.length + gold;
    const list = rows.get(key);
    if (list) list.push(row);
    else rows.set(key, [row]);
  }
  return [...rows]
    .sort(([a, x], [b, y]) => y.length - x.length || a - b)
    .map(([key, list]) => ({
      label: labels[Math.floor(key / labels.length)],
      gold: labels[key % labels.length],
      records: list.length,
      examples: list.slice(0, EXAMPLES).map((row) => predicted.idOf(row)),
    }));
}
