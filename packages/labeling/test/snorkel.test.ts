import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defineTask, type Fault, type LabelingFunctions, lookup, memo, type } from '../src/index.ts';

interface Case {
  readonly case: string;
  readonly group: string;
  readonly input: {
    readonly data_num?: readonly number[];
    readonly num?: readonly number[];
    readonly calls?: readonly (number | 'reset_cache')[];
    readonly db?: readonly number[];
    readonly points?: readonly { uid: string; num: number; not_used: number }[];
  };
  readonly expected: unknown;
}

const folder =
  process.env.LABELWRIGHT_CONFORMANCE ??
  fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));
const file = `${folder}/snorkel.json`;
const cases: readonly Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : [];

interface Point {
  readonly num: number;
}
type Zero = 'zero' | 'one';

const { functions } = defineTask({ labels: ['zero', 'one'], record: type<Point>() });
const f = ({ num }: Point) => (num > 42 ? ('zero' as const) : undefined);
const g = ({ num }: Point) => ([3, 6, 9].includes(num) ? ('zero' as const) : undefined);
const bad = (point: Point) => (point as unknown as { nothing: { here: Zero } }).nothing.here;

const caseOf = (name: string): Case => {
  const found = cases.find((one) => one.case === name);
  if (found === undefined) throw new Error(`found no case '${name}'`);
  return found;
};
const pointsOf = ({ input }: Case): Point[] => (input.data_num ?? input.num ?? []).map((num) => ({ num }));

function votesOn<F extends string>(set: LabelingFunctions<Point, Zero, F>, points: readonly Point[]) {
  const faults: Fault[] = [];
  const { votes, rows, columns } = set.applyTo(points, { onFault: (fault) => faults.push(fault) });
  const table = Array.from({ length: rows }, (_, row) =>
    Array.from(votes.subarray(row * columns, (row + 1) * columns)),
  );
  return { table, faults };
}

/** Cases of this part that are not run, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'LFApplier/error.parallelism_below_2': 'applying in parallel is the business of the runner',
  'LabelingFunction/error.preprocessor_returns_none':
    'a preprocessor is a feature, which may find nothing: the rule then abstains',
};

/** Groups about applying and transforming that are not built here, and why. */
const OTHER_GROUPS: Readonly<Record<string, string>> = {
  TFApplier: 'transformation functions are a later part',
  SFApplier: 'slicing functions are a later part',
  slice_dataframe: 'slicing functions are a later part',
  Policy: 'policies of transformation are a later part',
  known_faults: 'they are about label models and their memory; applying keeps one byte for each vote',
};

describe.skipIf(cases.length === 0)('what Snorkel does when it applies labeling functions', () => {
  it('LFApplier/basic', () => {
    const one = caseOf('LFApplier/basic');
    const { table, faults } = votesOn(functions({ f, g }), pointsOf(one));
    expect({ L: table, faults: Object.fromEntries(faults.map((fault) => [fault.function, 1])) }).toEqual(
      one.expected,
    );
  });

  it('LFApplier/fault_tolerant', () => {
    const one = caseOf('LFApplier/fault_tolerant');
    const { table, faults } = votesOn(functions({ f, f_bad: bad }), pointsOf(one));
    const counted = faults.filter((fault) => fault.function === 'f_bad').length;
    expect({ L: table, faults: { f_bad: counted } }).toEqual(one.expected);
    expect(() => functions({ f, bad }).applyTo(pointsOf(one))).toThrow("labeling function 'bad' failed");
  });

  it('LFApplier/preprocessor: a memoised feature', () => {
    const one = caseOf('LFApplier/preprocessor');
    const square = memo(({ num }: Point) => num * num);
    const fp = (point: Point) => (square(point) > 42 ? ('zero' as const) : undefined);
    expect(votesOn(functions({ f, fp }), pointsOf(one)).table).toEqual(one.expected);
  });

  it('LFApplier/memoized_preprocessor_calls: records that repeat are known by a key', () => {
    const one = caseOf('LFApplier/memoized_preprocessor_calls');
    let calls = 0;
    const square = memo(
      ({ num }: Point) => {
        calls++;
        return num * num;
      },
      { by: ({ num }) => num },
    );
    const fp = (point: Point) => (square(point) > 42 ? ('zero' as const) : undefined);
    votesOn(functions({ fp, again: fp }), pointsOf(one));
    expect({ preprocessor_calls: calls }).toEqual(one.expected);
  });

  it('LFApplier/all_abstain', () => {
    const one = caseOf('LFApplier/all_abstain');
    expect(votesOn(functions({ h: () => undefined }), pointsOf(one)).table).toEqual(one.expected);
  });

  it('LFApplier/error.duplicate_names: the keys of an object cannot repeat, so the last one counts', () => {
    expect(caseOf('LFApplier/error.duplicate_names').expected).toMatchObject({ error: 'ValueError' });
    const entries = [['a', f] as const, ['a', g] as const];
    expect(functions(Object.fromEntries(entries)).names).toEqual(['a']);
  });

  it('LabelingFunction/threshold', () => {
    const one = caseOf('LabelingFunction/threshold');
    expect(votesOn(functions({ f }), pointsOf(one)).table.flat()).toEqual(one.expected);
  });

  it('LabelingFunction/preprocessors_chain: a feature of a feature', () => {
    const one = caseOf('LabelingFunction/preprocessors_chain');
    const square = memo(({ num }: Point) => num * num);
    const twice = (point: Point) => (square(point) ** 2 > 42 ? ('zero' as const) : undefined);
    expect(votesOn(functions({ twice }), pointsOf(one)).table.flat()).toEqual(one.expected);
  });

  it('LabelingFunction/resources: a look-up', () => {
    const one = caseOf('LabelingFunction/resources');
    const db = lookup(() => (one.input.db ?? []).map(String));
    const known = ({ num }: Point) => (db(String(num)) ? ('zero' as const) : undefined);
    expect(votesOn(functions({ known }), pointsOf(one)).table.flat()).toEqual(one.expected);
  });

  it('Mapper/memoize_hits and memoize_remembers_none', () => {
    const one = caseOf('Mapper/memoize_hits');
    let calls = 0;
    const make = () =>
      memo(
        (_: Point) => {
          calls++;
          return undefined;
        },
        { by: ({ num }) => num },
      );
    let mapped = make(); // Another memo takes the place of resetting one.
    const after = (one.input.calls ?? []).map((call) => {
      if (call === 'reset_cache') mapped = make();
      else mapped({ num: call });
      return calls;
    });
    expect({ function_calls_after_each: after }).toEqual(one.expected);
    expect(caseOf('Mapper/memoize_remembers_none').expected).toEqual({ function_calls_after_each: [1, 1] });
  });

  it('Mapper/memoize_key', () => {
    const one = caseOf('Mapper/memoize_key');
    let calls = 0;
    const mapped = memo((_: { uid: string }) => calls++, { by: ({ uid }) => uid });
    for (const point of one.input.points ?? []) mapped(point);
    expect({ function_calls: calls }).toEqual(one.expected);
  });

  it('Mapper/does_not_mutate_input: features leave frozen records as they are', () => {
    expect(caseOf('Mapper/does_not_mutate_input').expected).toMatchObject({ input_after: { num: 8 } });
    const record = Object.freeze({ num: 8 });
    const square = memo(({ num }: Point) => num * num);
    votesOn(functions({ big: (point) => (square(point) > 42 ? 'zero' : undefined) }), [record]);
    expect(Object.keys(record)).toEqual(['num']);
  });

  it('Mapper/pre_chain: features made of features', () => {
    const { expected } = caseOf('Mapper/pre_chain');
    const squared = memo(({ num }: Point) => num * num);
    const doubled = memo((point: Point) => 2 * squared(point));
    const plusOne = memo((point: Point) => doubled(point) + 1);
    const point = { num: 3 };
    expect({
      num: point.num,
      num_squared: squared(point),
      double_num_squared: doubled(point),
      double_num_squared_plus_1: plusOne(point),
    }).toEqual(expected);
  });

  it('has no case that is neither run here nor listed with its reason', () => {
    const titles = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    const own = cases.filter(({ group }) => ['LFApplier', 'LabelingFunction', 'Mapper'].includes(group));
    const missing = own.filter(({ case: name }) => {
      const short = name.split('/')[1];
      return !(name in NOT_RUN) && !titles.includes(short);
    });
    expect(missing).toEqual([]);
    expect(own).toHaveLength(16);
    expect(Object.keys(OTHER_GROUPS).filter((group) => !cases.some((one) => one.group === group))).toEqual(
      [],
    );
  });
});
