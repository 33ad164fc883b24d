import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { estimator, estimatorNames } from 'labelwright';
import { describe, expect, it } from 'vitest';
import { type DataSet, readDataSets, type Split } from '../../../bench/quality/data-sets.ts';
import { type Measures, measure, toJudged } from '../../../bench/quality/measure.ts';

const folder =
  process.env.LABELWRIGHT_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
/** The sets that the page is about; others in the folder are left out. */
const measured = ['hausa', 'rna', 'tennis', 'trec', 'yoruba', 'youtube', 'crowd-bluebird', 'crowd-dog'];
const present = measured.every((name) => existsSync(join(folder, name, 'dataset.json')));
const page = readFileSync(new URL('../../../docs/label-models.md', import.meta.url), 'utf8');

/** EBCC takes most of the time of all together: its rows are left to the command that the page names. */
const names = estimatorNames.filter((name) => name !== 'ebcc');

const protocols = {
  'Functions, fitted on all': (set: DataSet) =>
    set.kind === 'functions' ? [set.together, set.together] : [],
  'Functions, fitted on the training split': (set: DataSet) =>
    set.train && set.test ? [set.train, set.test] : [],
  'Crowds, all answers together': (set: DataSet) =>
    set.kind === 'crowd' ? [set.together, set.together] : [],
} as const;

function judge(name: string, metric: DataSet['metric'], fitted: Split, judged: Split): Measures {
  const known = toJudged(judged, metric);
  return measure(known, estimator(name).fit(fitted.votes).predictPatterns(known.patterns));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function signed(value: number): string {
  const size = Math.abs(value).toFixed(2);
  if (size === '0.00') return size;
  return value > 0 ? `+${size}` : `−${size}`;
}

/** The row of the table that the measures of all sets make. */
function toRow(name: string, own: readonly Measures[], majority: readonly Measures[]): string {
  const gains = own.map(({ expected }, n) => expected - majority[n].expected);
  const cells = [
    mean(own.map(({ expected }) => expected)).toFixed(2),
    signed(mean(gains)),
    signed(Math.min(...gains)),
    mean(own.map(({ logLoss }) => logLoss)).toFixed(3),
    mean(own.map(({ calibration }) => calibration)).toFixed(3),
  ];
  return `| \`${name}\` | ${cells.join(' | ')} |`;
}

describe.skipIf(!present)('the measured tables (skipped without LABELWRIGHT_DATA)', () => {
  const sets = present ? readDataSets(folder).filter(({ name }) => measured.includes(name)) : [];

  it.each(Object.entries(protocols))('%s', { timeout: 120_000 }, (title, split) => {
    const runs = sets.map((set) => ({ set, splits: split(set) })).filter(({ splits }) => splits.length > 0);
    const measuresOf = (name: string) =>
      runs.map(({ set, splits: [fitted, judged] }) => judge(name, set.metric, fitted, judged));
    const majority = measuresOf('majority');
    const table = page.slice(page.indexOf(title)).split('\n\n')[1].split('\n');
    for (const name of names) expect(table).toContain(toRow(name, measuresOf(name), majority));
  });

  it('has the cases that the default does not win', { timeout: 120_000 }, () => {
    const on = (wanted: string, name: string, protocol: keyof typeof protocols) => {
      const set = sets.find((found) => found.name === wanted);
      const [fitted, judged] = set ? protocols[protocol](set) : [];
      if (!set || !fitted || !judged) throw new Error(`found no ${wanted}`);
      return judge(name, set.metric, fitted, judged);
    };
    const gain = (name: string, protocol: keyof typeof protocols) =>
      Math.abs(on('tennis', name, protocol).expected - on('tennis', 'majority', protocol).expected).toFixed(
        2,
      );
    const [all, test] = ['Functions, fitted on all', 'Functions, fitted on the training split'] as const;
    expect(page).toContain(
      `\`dawid-skene\` gains ${gain('dawid-skene', all)} points of F1 on majority vote and ${gain('dawid-skene', test)} on its test split`,
    );
    expect(page).toContain(`the default ${gain('auto', all)} and ${gain('auto', test)}.`);
    const [held, chosen] = ['map-em', 'auto'].map((name) => on('youtube', name, all));
    expect(page).toContain(
      `on youtube** (${held.expected.toFixed(2)} against ${chosen.expected.toFixed(2)}, `,
    );
    expect(page).toContain(`a log loss of ${held.logLoss.toFixed(3)} against ${chosen.logLoss.toFixed(3)})`);
    const [better, lower] = ['map-em', 'auto'].map((name) => on('yoruba', name, all).expected.toFixed(2));
    expect(page).toContain(`on yoruba (${better} against ${lower})`);
    const [tables, weighed] = ['dawid-skene', 'auto'].map((name) =>
      on('trec', name, all).expected.toFixed(2),
    );
    expect(page).toContain(`\`dawid-skene\` ${tables}, \`auto\` ${weighed}.`);
  });
});
