import { readFileSync } from 'node:fs';
import { ProbabilisticLabels } from '@labelwright/core';
import { type LabelsWriterOptions, labelsWriter, queryDatabase, readLabels } from '@labelwright/io';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

const labels = ['ham', 'spam'];
const some = ProbabilisticLabels.fromRows(
  labels,
  [
    [0.03, 0.97],
    [0.5, 0.5],
    [0, 0],
  ],
  ['a', 'b,"x"', 'c'],
);

async function write(
  path: string,
  parts: readonly ProbabilisticLabels[],
  options: Partial<LabelsWriterOptions> = {},
): Promise<string> {
  const writer = await labelsWriter(path, { labels: parts[0].labels, ...options });
  for (const part of parts) await writer.write(part);
  await writer.close();
  return path;
}

describe('labelsWriter', () => {
  it('writes JSON Lines', async () => {
    const path = await write(folder.path('labels.jsonl'), [some]);
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      '{"id":"a","label":"spam","probabilities":{"ham":0.03,"spam":0.97}}',
      '{"id":"b,\\"x\\"","label":null,"probabilities":{"ham":0.5,"spam":0.5}}',
      '{"id":"c","label":null,"probabilities":{"ham":0.5,"spam":0.5}}',
      '',
    ]);
  });

  it('writes CSV', async () => {
    const path = await write(folder.path('labels.csv'), [some]);
    expect(readFileSync(path, 'utf8')).toBe(
      'id,label,p_ham,p_spam\na,spam,0.03,0.97\n"b,""x""",,0.5,0.5\nc,,0.5,0.5\n',
    );
  });

  it('writes Parquet', async () => {
    const path = await write(folder.path('labels.parquet'), [some]);
    expect((await queryDatabase(undefined, 'select * from read_parquet($1)', [path]))[0]).toEqual({
      id: 'a',
      label: 'spam',
      p_ham: 0.03,
      p_spam: 0.97,
    });
  });

  it('gives labels as the options say', async () => {
    const path = await write(folder.path('ties.jsonl'), [some], { ties: 'first', threshold: 0.5 });
    expect((await readLabels(path)).labels).toEqual(['spam', 'ham', undefined]);
  });

  it.each(['drawn.jsonl', 'drawn.csv', 'drawn.parquet', 'drawn.arrow'])(
    'draws the same labels in parts as at once: %s',
    async (file) => {
      const tied = ProbabilisticLabels.fromRows(
        labels,
        Array.from({ length: 30 }, () => [0.5, 0.5]),
      );
      const options = { ties: 'random', seed: 5 } as const;
      const parts = [
        tied.take([0, 1, 2, 3, 4, 5, 6]),
        tied.take(Array.from({ length: 23 }, (_, i) => i + 7)),
      ];
      const { labels: drawn } = await readLabels(await write(folder.path(file), parts, options));
      expect(drawn).toEqual(tied.hard(options));
      expect(new Set(drawn).size).toBe(2);
    },
  );

  it.each(['round.jsonl', 'round.csv.gz', 'round.parquet', 'round.feather'])(
    'writes what is read back: %s',
    async (file) => {
      const name = fc.oneof(
        fc.stringMatching(/^[a-zA-Z]{1,3}$/),
        fc.constantFrom('a,b', 'a"b', 'é', '\u2028', 'a b'),
      );
      const rows = fc
        .uniqueArray(name, { minLength: 1, maxLength: 4, selector: (text) => text.toLowerCase() })
        .chain((list) =>
          fc.record({
            list: fc.constant(list),
            weights: fc.array(
              fc.array(fc.integer({ min: 1, max: 99 }), { minLength: list.length, maxLength: list.length }),
              {
                minLength: 1,
              },
            ),
          }),
        );
      await fc.assert(
        fc.asyncProperty(rows, async ({ list, weights }) => {
          const shares = weights.map((row) =>
            row.map((weight) => weight / row.reduce((sum, other) => sum + other, 0)),
          );
          const written = ProbabilisticLabels.fromRows(
            list,
            shares,
            shares.map((_, i) => `r${i}`),
          );
          const read = await readLabels(await write(folder.path(file), [written], { ties: 'first' }));
          expect(read.ids).toEqual(written.ids);
          expect(read.labels).toEqual(written.hard({ ties: 'first' }));
          expect(read.probabilities?.labels).toEqual(list);
          expect(read.probabilities?.table).toEqual(written.table);
        }),
        { numRuns: file.endsWith('.parquet') ? 10 : 50 },
      );
    },
  );

  it('writes the header of a table without records', async () => {
    const writer = await labelsWriter(folder.path('none.csv'), { labels });
    await writer.close();
    expect(readFileSync(folder.path('none.csv'), 'utf8')).toBe('id,label,p_ham,p_spam\n');
  });

  it.each(['gone.jsonl', 'gone.csv', 'gone.parquet', 'gone.arrow'])(
    'leaves nothing behind when given up: %s',
    async (file) => {
      const before = folder.list();
      const writer = await labelsWriter(folder.path(file), { labels });
      await writer.write(some);
      await writer.abort();
      expect(folder.list()).toEqual(before);
    },
  );

  it('refuses other labels', async () => {
    const writer = await labelsWriter(folder.path('other.jsonl'), { labels: ['spam', 'ham'] });
    await expect(writer.write(some)).rejects.toMatchObject({ code: 'mismatch' });
    await writer.abort();
  });
});

describe('readLabels', () => {
  it('reads labels without probabilities', async () => {
    const path = folder.write('plain.jsonl', '{"id":"a","label":"spam"}\n{"id":"b","label":null}\n');
    expect(await readLabels(path)).toEqual({
      ids: ['a', 'b'],
      labels: ['spam', undefined],
      probabilities: undefined,
    });
  });

  it('counts a record without a label as without votes', async () => {
    const { probabilities } = await readLabels(await write(folder.path('covered.jsonl'), [some]));
    expect([0, 1, 2].map((row) => probabilities?.isCovered(row))).toEqual([true, false, false]);
  });

  it.each([
    ['no label', '{"id":"a"}', /line 1: field 'label' is absent; expected a name or null/],
    ['a number for a label', '{"id":"a","label":1}', /field 'label' is 1/],
    [
      'a probability above 1',
      '{"label":"x","probabilities":{"x":2}}',
      /the probability of 'x' is 2; expected a number from 0 to 1/,
    ],
    ['probabilities that sum to something else', '{"label":"x","probabilities":{"x":0.5}}', /sum to 1/],
    [
      'a label less than before',
      '{"label":"x","probabilities":{"x":1,"y":0}}\n{"label":"x","probabilities":{"x":1}}',
      /line 2: the probability of 'y' is absent/,
    ],
  ])('refuses %s', async (_, line, message) => {
    await expect(readLabels(folder.write('bad.jsonl', `${line}\n`))).rejects.toThrow(message);
  });
});
