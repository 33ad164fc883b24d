import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { createReport, diffSnapshots, findFlips, formatDiff, takeSnapshot } from '../src/index.ts';
import { columns, runOf } from './runs.ts';

const before = runOf();
const { link, song } = columns;

describe('diffSnapshots', () => {
  it('finds nothing between a snapshot and itself', () => {
    const diff = diffSnapshots(before.snapshot, before.snapshot);
    expect(diff.figures).toEqual([]);
    expect(diff.functions).toEqual({ added: [], removed: [], changed: [], renamed: [] });
    expect(formatDiff(diff)).toContain('Nothing changed.');
  });

  it('finds functions that were added, removed, changed and renamed', () => {
    const after = runOf({ tune: song, link: (i) => (i % 3 === 0 ? 'spam' : undefined), long: () => 'ham' });
    expect(diffSnapshots(before.snapshot, after.snapshot).functions).toEqual({
      added: ['long'],
      removed: ['short'],
      changed: ['link'],
      renamed: [['song', 'tune']],
    });
  });

  it('tells figures that moved beyond their intervals from others', () => {
    const after = runOf({ link, song, short: (i) => (i < 12 ? 'ham' : undefined), all: () => 'ham' });
    const { figures } = diffSnapshots(before.snapshot, after.snapshot);
    const of = (figure: string) =>
      figures.find((change) => change.figure === figure && change.of === 'data set');
    expect(of('coverage')).toMatchObject({ difference: 0.23, moved: true });
    const shortCoverage = figures.find(({ name, figure }) => name === 'short' && figure === 'coverage');
    expect(shortCoverage).toMatchObject({ moved: false });
    expect(shortCoverage?.interval?.low).toBeLessThan(0);
  });

  it('tells a move from chance on other records, of all figures together', () => {
    const snapshotOf = (seed: number, often: number) => {
      const random = seededRandom(seed);
      const names = Array.from({ length: 10 }, (_, j) => `f${j}`);
      const rows = Array.from({ length: 300 }, () =>
        names.map(() => (random() < often ? (random() < 0.4 ? 'spam' : 'ham') : undefined)),
      );
      const ids = rows.map((_, i) => `${seed}-${i}`);
      const votes = LabelMatrix.fromRows<string, string>(['ham', 'spam'], names, rows, ids);
      return takeSnapshot({ votes, report: createReport({ votes }) });
    };
    const movedTo = (often: number) =>
      Array.from({ length: 40 }, (_, n) =>
        diffSnapshots(snapshotOf(2 * n + 1, 0.2), snapshotOf(2 * n + 2, often)).figures.some(
          ({ moved }) => moved,
        ),
      ).filter((moved) => moved).length;
    expect(movedTo(0.2)).toBeLessThanOrEqual(4);
    expect(movedTo(0.3)).toBe(40);
  });

  it('calls no function changed where the records are other ones', () => {
    const diff = diffSnapshots(before.snapshot, runOf(columns, 90).snapshot);
    expect(diff.records).toEqual({ before: 100, after: 90, same: false });
    expect(diff.functions.changed).toEqual([]);
  });

  it('tells what the lint finds now', () => {
    const after = runOf({ ...columns, dead: () => undefined });
    const { findings } = diffSnapshots(before.snapshot, after.snapshot);
    expect(findings.added).toContainEqual({ kind: 'dead', function: 'dead' });
  });
});

describe('formatDiff', () => {
  const after = runOf({ link, song, short: (i) => (i < 10 ? 'spam' : undefined) });
  const diff = diffSnapshots(before.snapshot, after.snapshot);
  const flips = findFlips(before, after, { gold: after.gold });

  it('lists flipped labels and counts what became right', () => {
    const text = formatDiff(diff, { flips, width: 100 });
    expect(text).toContain('The same 100 records.');
    expect(text).toContain('short changed: 10 votes differ');
    expect(text).toContain(`${flips.flips.length} labels of 100 flipped.`);
    expect(text).toMatch(/r0 +– +spam/);
  });

  it('lists no more flips than it is told to', () => {
    expect(formatDiff(diff, { flips, most: 1, format: 'markdown' })).toContain(
      `The first 1; ${flips.flips.length - 1} more in JSON`,
    );
  });

  it('gives all of it as JSON', () => {
    expect(JSON.parse(formatDiff(diff, { flips, most: 1, format: 'json' })).flips.flips).toHaveLength(
      flips.flips.length,
    );
  });

  it('escapes names in Markdown', () => {
    const odd = runOf({ ...columns, 'a|b<i>': () => 'ham' });
    const text = formatDiff(diffSnapshots(before.snapshot, odd.snapshot), { format: 'markdown' });
    expect(text).toContain('a\\|b&lt;i\\> added');
  });
});
