import { type ApplyOptions, applyOne, type SyncColumn } from './apply.ts';
import type { Ballots } from './ballots.ts';
import { featureOf } from './field.ts';
import { passes } from './is-promise.ts';
import type { Feature, LabelingFunction, Predicate } from './labeling-function.ts';
import { planOf } from './rule-plan.ts';
import type { Stopwatch } from './stopwatch.ts';
import { light, type ScanColumn, type TextScan, textScan } from './text-scan.ts';

/**
 * The functions of a set, prepared so that a record is asked about what may concern it.
 *
 * The texts of a field are read once for all rules with keywords and patterns on it. A rule none of whose clues
 * is there abstains without being asked; one whose clue is enough votes without being asked. Votes, faults and
 * their order are those of functions that are asked one by one.
 */
export class CompiledSet<R, L extends string> {
  readonly #columns: readonly SyncColumn<R, L>[];
  readonly #labels: readonly (L | undefined)[];
  readonly #always: Uint32Array;
  readonly #fields: readonly FieldScan[];
  readonly #features: readonly SharedFeature[];
  readonly #maybe: Uint32Array;
  readonly #sure: Uint32Array;

  constructor(columns: readonly SyncColumn<R, L>[]) {
    const shared = shareFeatures(columns);
    this.#columns = shared.columns;
    this.#features = shared.features;
    this.#labels = columns.map(({ vote }) => planOf(vote)?.label as L | undefined);
    const words = (columns.length + 31) >>> 5;
    this.#maybe = new Uint32Array(words);
    this.#sure = new Uint32Array(words);
    this.#always = new Uint32Array(words);
    this.#fields = fieldScans(columns, this.#always);
  }

  /** Asks the functions about one record, in the order of their columns; each by itself while they are timed. */
  applyTo<F extends string>(
    record: R,
    row: number,
    ballots: Ballots<L, F>,
    options: ApplyOptions,
    watch: Stopwatch,
  ): void {
    for (let n = 0; n < this.#features.length; n++) this.#features[n].forget();
    if (watch.start()) {
      for (const column of this.#columns) {
        applyOne(column, record, row, ballots, options);
        watch.lap(column.column);
      }
      return;
    }
    const maybe = this.#maybe;
    const sure = this.#sure;
    maybe.set(this.#always);
    sure.fill(0);
    for (let n = 0; n < this.#fields.length; n++) look(this.#fields[n], record, maybe, sure);
    for (let word = 0; word < maybe.length; word++) {
      let bits = maybe[word] | sure[word];
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const place = word * 32 + bit;
        if ((sure[word] & (1 << bit)) === 0) applyOne(this.#columns[place], record, row, ballots, options);
        else if (!options.skip?.(row, this.#columns[place].column))
          ballots.cast(row, this.#columns[place].column, this.#labels[place]);
      }
    }
  }
}

interface FieldScan extends TextScan {
  readonly read: Feature<unknown, unknown>;
  /** Bits of all the columns that are asked about the field. */
  readonly all: Uint32Array;
}

/** Writes into `always` the columns that are asked about every record. */
function fieldScans<R, L extends string>(
  columns: readonly SyncColumn<R, L>[],
  always: Uint32Array,
): FieldScan[] {
  const byField = new Map<string, ScanColumn[]>();
  for (const [column, { vote }] of columns.entries()) {
    const plan = planOf(vote);
    const clues = plan?.clues?.();
    if (plan?.field === undefined || clues === undefined) {
      light(always, column);
      continue;
    }
    const known = byField.get(plan.field) ?? [];
    known.push({ column, clues, decides: plan.label !== undefined });
    byField.set(plan.field, known);
  }
  return Array.from(byField, ([field, scanned]) => {
    const all = new Uint32Array(always.length);
    for (const { column } of scanned) light(all, column);
    return { read: featureOf(field), all, ...textScan(scanned, columns.length) };
  });
}

/** What is no text is left to the functions: they abstain or fail on it, each on its own. */
function look(
  { read, all, always, scan }: FieldScan,
  record: unknown,
  maybe: Uint32Array,
  sure: Uint32Array,
): void {
  const value = fieldValue(read, record);
  const text = typeof value === 'string';
  const asked = text ? always : all;
  for (let n = 0; n < asked.length; n++) maybe[n] |= asked[n];
  if (text) scan(value, maybe, sure);
}

function fieldValue(read: Feature<unknown, unknown>, record: unknown): unknown {
  try {
    return read(record);
  } catch {
    return undefined; // The functions will find out, each on its own.
  }
}

/** A feature that several rules test: it is computed once per record, by the first that asks. */
class SharedFeature {
  readonly #feature: Feature<unknown, unknown>;
  #known: { readonly value: unknown } | undefined;
  #failed: { readonly thrown: unknown } | undefined;

  constructor(feature: Feature<unknown, unknown>) {
    this.#feature = feature;
  }

  forget(): void {
    this.#known = undefined;
    this.#failed = undefined;
  }

  read(record: unknown): unknown {
    if (this.#known) return this.#known.value;
    if (this.#failed) throw this.#failed.thrown;
    try {
      this.#known = { value: this.#feature(record) };
    } catch (thrown) {
      this.#failed = { thrown };
      throw thrown;
    }
    return this.#known.value;
  }
}

function shareFeatures<R, L extends string>(
  columns: readonly SyncColumn<R, L>[],
): { readonly columns: readonly SyncColumn<R, L>[]; readonly features: readonly SharedFeature[] } {
  const uses = new Map<unknown, number>();
  for (const { vote } of columns) {
    const feature = planOf(vote)?.feature;
    if (feature) uses.set(feature, (uses.get(feature) ?? 0) + 1);
  }
  const shared = new Map<unknown, SharedFeature>();
  const sharing = columns.map((column): SyncColumn<R, L> => {
    const { feature, predicate, label } = planOf(column.vote) ?? {};
    if (!feature || !predicate || (uses.get(feature) ?? 0) < 2) return column;
    const known = shared.get(feature) ?? new SharedFeature(feature as Feature<unknown, unknown>);
    shared.set(feature, known);
    return { ...column, vote: testing(known, predicate as Predicate<unknown>, label as L) };
  });
  return { columns: sharing, features: [...shared.values()] };
}

function testing<R, L extends string>(
  feature: SharedFeature,
  predicate: Predicate<unknown>,
  label: L,
): LabelingFunction<R, L> {
  return (record) => (passes(predicate, feature.read(record)) ? label : undefined);
}
