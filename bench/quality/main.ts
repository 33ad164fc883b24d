import { parseArgs } from 'node:util';
import { type Estimator, estimator, estimatorNames } from 'labelwright';
import { type DataSet, readDataSets } from './data-sets.ts';
import { ceiling, type Judged, type Measures, measure, toJudged } from './measure.ts';

/**
 * Every label model on every data set of a folder: `tsx bench/quality/main.ts ../shared/data`.
 *
 * Two protocols: fitted on all records and judged on them (`together`), and fitted on the train split and judged
 * on the test split (`test`). Records without votes are not judged.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    estimators: { type: 'string', default: estimatorNames.join(',') },
    sets: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});

interface Result extends Measures {
  readonly set: string;
  readonly kind: DataSet['kind'];
  readonly protocol: 'together' | 'test';
  readonly estimator: string;
  readonly ceiling: number;
  readonly patterns: number;
  readonly seconds: number;
}

const names = values.estimators.split(',');
const wanted = values.sets === '' ? undefined : new Set(values.sets.split(','));
const sets = readDataSets(positionals[0] ?? '../shared/data').filter(({ name }) => wanted?.has(name) ?? true);
const results = sets.flatMap((set) => names.flatMap((name) => tryOn(set, name)));
if (values.json) console.log(JSON.stringify(results, undefined, 1));
else print(results);

/** One estimator on one set, in both protocols; an estimator that refuses the set says so and is left out. */
function tryOn(set: DataSet, name: string): Result[] {
  try {
    const together = run(set, name, 'together', set.together, set.together);
    return set.train && set.test ? [together, run(set, name, 'test', set.train, set.test)] : [together];
  } catch (cause) {
    console.error(`${name} refuses ${set.name}: ${cause instanceof Error ? cause.message : cause}`);
    return [];
  }
}

function run(
  set: DataSet,
  name: string,
  protocol: Result['protocol'],
  fitted: DataSet['together'],
  judged: DataSet['together'],
): Result {
  const known: Judged = toJudged(judged, set.metric);
  const made: Estimator = estimator(name);
  const start = performance.now();
  const model = made.fit(fitted.votes);
  const probabilities = model.predictPatterns(known.patterns);
  const seconds = (performance.now() - start) / 1000;
  return {
    set: set.name,
    kind: set.kind,
    protocol,
    estimator: name,
    ...measure(known, probabilities),
    ceiling: ceiling(known),
    patterns: known.patterns.size,
    seconds,
  };
}

function print(all: readonly Result[]): void {
  for (const kind of ['functions', 'crowd'] as const) {
    for (const protocol of ['together', 'test'] as const) {
      const rows = all.filter((row) => row.kind === kind && row.protocol === protocol);
      if (rows.length > 0) printTable(`${kind}, ${protocol}`, rows);
    }
  }
}

function printTable(title: string, rows: readonly Result[]): void {
  console.log(`\n${title}`);
  console.log(
    line('set', 'estimator', [
      'score',
      'expected',
      'to MV',
      'headroom',
      'log loss',
      'Brier',
      'ECE-15',
      'ms',
      'patterns',
    ]),
  );
  for (const set of new Set(rows.map((row) => row.set))) {
    const here = rows.filter((row) => row.set === set);
    for (const row of here) console.log(line(row.set, row.estimator, cells([row], majorityOf(rows, [row]))));
  }
  printMeans('', rows);
  // Simulated sets are named after their kind and numbered.
  const kinds = new Set(rows.flatMap(({ set }) => /^(.+)-\d+$/.exec(set)?.[1] ?? []));
  for (const kind of kinds) {
    printMeans(
      ` ${kind}`,
      rows.filter(({ set }) => set.startsWith(`${kind}-`)),
    );
  }
}

/** The means of all estimators, and how much they lose to majority vote: on the worst set, and on how many over 0.5. */
function printMeans(kind: string, rows: readonly Result[]): void {
  const ofAll = names.flatMap((name) => {
    const here = rows.filter((row) => row.estimator === name);
    return here.length > 0 ? [{ name, here }] : [];
  });
  for (const { name, here } of ofAll) {
    console.log(line(`mean of ${here.length}${kind}`, name, cells(here, majorityOf(rows, here))));
  }
  for (const { name, here } of ofAll) {
    const gains = here.map((row) => row.expected - majorityOf(rows, [row]));
    const lost = gains.filter((gain) => gain < -0.5).length;
    console.log(line(`worst to MV${kind}`, name, [Math.min(...gains).toFixed(2), `${lost} lose`]));
  }
}

/** The mean score of majority vote on the sets of these rows. */
function majorityOf(all: readonly Result[], here: readonly Result[]): number {
  return mean(
    here.map(
      ({ set }) => all.find((row) => row.set === set && row.estimator === 'majority')?.expected ?? Number.NaN,
    ),
  );
}

function cells(rows: readonly Result[], majority: number): string[] {
  const of = (pick: (row: Result) => number) => mean(rows.map(pick));
  const expected = of((row) => row.expected);
  const room = of((row) => row.ceiling) - majority;
  return [
    of((row) => row.score).toFixed(2),
    expected.toFixed(2),
    (expected - majority).toFixed(2),
    room > 0 ? `${((100 * (expected - majority)) / room).toFixed(0)} %` : '–',
    of((row) => row.logLoss).toFixed(3),
    of((row) => row.brier).toFixed(3),
    of((row) => row.calibration).toFixed(3),
    (1000 * of((row) => row.seconds)).toFixed(1),
    of((row) => row.patterns).toFixed(0),
  ];
}

function line(first: string, second: string, rest: readonly string[]): string {
  return first.padEnd(24) + second.padEnd(20) + rest.map((cell) => cell.padStart(10)).join('');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
