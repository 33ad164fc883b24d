import { binOf } from './calibration.ts';
import { LOG_LOSS_FLOOR } from './log-loss.ts';
import type { Outcomes } from './outcomes.ts';

/** Kinds of outcomes with gold and a label, and what each adds to the scores. */
export interface Cells {
  readonly counts: Float64Array;
  /** Places in the confusion matrix: tied labels have several each. */
  readonly entries: {
    readonly cell: Uint32Array;
    readonly place: Uint32Array;
    readonly weight: Float64Array;
  };
  readonly soft: SoftCells | undefined;
}

/** What the distribution of each kind adds. */
export interface SoftCells {
  readonly logLoss: Float64Array;
  readonly brier: Float64Array;
  readonly bin: Uint8Array;
  readonly confidence: Float64Array;
  readonly right: Float64Array;
  /** For each label that is ranked: the kinds by its probability. */
  readonly rankings: readonly Ranking[];
}

/** Kinds of outcomes by the probability of a label, the lowest first. */
export interface Ranking {
  readonly order: Uint32Array;
  /** 1 where gold is the label. */
  readonly has: Uint8Array;
  /** 1 where the probability is that of the one before. */
  readonly same: Uint8Array;
}

/** Finds what each kind of outcome adds to the scores. */
export function cellsOf(outcomes: Outcomes): Cells {
  const { labels, table, strict } = outcomes;
  const K = labels.length;
  const list = outcomes.list.filter(({ truth, given }) => truth >= 0 && (given.length > 0 || strict));
  const entries = list.flatMap(({ truth, given }, cell) => {
    const places = given.length > 0 ? given : [K];
    return places.map((k) => ({ cell, place: truth * (K + 1) + k, weight: 1 / places.length }));
  });
  return {
    counts: Float64Array.from(list, ({ count }) => count),
    entries: {
      cell: Uint32Array.from(entries, ({ cell }) => cell),
      place: Uint32Array.from(entries, ({ place }) => place),
      weight: Float64Array.from(entries, ({ weight }) => weight),
    },
    soft: table && softCells(outcomes, list, table),
  };
}

function softCells({ labels, positive }: Outcomes, list: Outcomes['list'], table: Float64Array): SoftCells {
  const K = labels.length;
  const of = (distribution: number | undefined): Float64Array =>
    table.subarray((distribution ?? 0) * K, ((distribution ?? 0) + 1) * K);
  const highest = Float64Array.from(list, ({ distribution }) =>
    of(distribution).reduce((a, b) => Math.max(a, b), 0),
  );
  const ranked = positive === undefined ? [...labels.keys()] : [positive];
  return {
    logLoss: Float64Array.from(
      list,
      ({ truth, distribution }) => -Math.log(Math.max(LOG_LOSS_FLOOR, of(distribution)[truth])),
    ),
    brier: Float64Array.from(list, ({ truth, distribution }) =>
      of(distribution).reduce((sum, p, k) => sum + (p - (k === truth ? 1 : 0)) ** 2, 0),
    ),
    bin: Uint8Array.from(highest, binOf),
    confidence: highest,
    right: Float64Array.from(list, ({ truth, given }) => (given.includes(truth) ? 1 / given.length : 0)),
    rankings: ranked.map((k) =>
      rankingOf(
        Float64Array.from(list, ({ distribution }) => of(distribution)[k]),
        list,
        k,
      ),
    ),
  };
}

function rankingOf(score: Float64Array, list: Outcomes['list'], label: number): Ranking {
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[a] - score[b]);
  return {
    order,
    has: Uint8Array.from(order, (n) => (list[n].truth === label ? 1 : 0)),
    same: Uint8Array.from(order, (n, place) => (place > 0 && score[order[place - 1]] === score[n] ? 1 : 0)),
  };
}
