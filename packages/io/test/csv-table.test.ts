import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regularLayout } from '../src/csv-layout.ts';
import { readCsv } from '../src/csv-records.ts';
import { readCsvTable } from '../src/csv-table.ts';
import { readRecords } from '../src/index.ts';
import { type RecordBatch, strictReading, type Wanted } from '../src/record-batch.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const ALL: Wanted = { idField: 'id' };

async function gather(batches: AsyncIterable<RecordBatch>) {
  const found: { records: Record<string, unknown>[]; lines: number[] } = { records: [], lines: [] };
  for await (const { records, lines } of batches) {
    found.records.push(...records);
    found.lines.push(...lines);
  }
  return found;
}

/** Reads a table by the database; `undefined` where it is not regular. */
async function tableOf(path: string, wanted = ALL) {
  const layout = await regularLayout(path, path.endsWith('.tsv') ? '\t' : ',');
  return layout && (await gather(readCsvTable(path, strictReading(), wanted, layout)));
}

/** Fields of signs that CSV cares for, as a program would write them: in quotes where they need it, and sometimes else. */
const field = fc
  .tuple(
    fc.string({
      unit: fc.constantFrom('a', ' ', '"', ',', '\n', '\r\n', '\t', 'é', '🎈', "'", '\\', '#', '\0'),
    }),
    fc.boolean(),
  )
  .map(([text, always]) => (always || /[",\n\r\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));

const table = fc
  .tuple(
    fc.integer({ min: 2, max: 4 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\uFEFF'),
    fc.boolean(),
  )
  .chain(([width, newline, mark, ends]) =>
    fc
      .array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 })
      .map((rows) => {
        const header = ['id', "it's", 'a "b"', 'Text']
          .slice(0, width)
          .map((name) => `"${name.replaceAll('"', '""')}"`);
        return `${mark}${[header, ...rows].map((row) => row.join(',')).join(newline)}${ends ? newline : ''}`;
      }),
  );

describe('readCsvTable', () => {
  it('reads every regular table as the parser does, with the same lines', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (text) => {
        const path = folder.write('regular.csv', text);
        expect(await tableOf(path)).toEqual(await gather(readCsv(path, strictReading())));
      }),
      { numRuns: 60 },
    );
  });

  it('reads random text as the parser does, if it takes it for a table', async () => {
    const signs = fc.constantFrom('a', 'b', ' ', '"', '"', ',', ',', '\n', '\n', '\r\n', '\r');
    let regular = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: signs, maxLength: 14 }), async (text) => {
        const path = folder.write('random.csv', `id,text\n${text}`);
        const found = await tableOf(path);
        if (found === undefined) return;
        regular++;
        expect(found).toEqual(await gather(readCsv(path, strictReading())));
      }),
      { numRuns: 1500 },
    );
    expect(regular).toBeGreaterThan(5);
  });

  it('keeps what is wanted, with the lines it had', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `r${n},${n % 3},"${n}\n\nx"`);
    const path = folder.write('wanted.csv', `id,n,text\n${rows.join('\n')}\n`);
    expect(await tableOf(path, { ...ALL, where: "n = '2' and id like 'r299_'", select: ['n'] })).toEqual({
      records: [2990, 2993, 2996, 2999].map((n) => ({ id: `r${n}`, n: '2' })),
      lines: [2990, 2993, 2996, 2999].map((n) => 3 * n + 2),
    });
  });

  it('tells a condition and a field that mean nothing', async () => {
    const path = folder.write('mistakes.csv', 'id,text\n1,a\n');
    await expect(tableOf(path, { ...ALL, where: 'txt = 1' })).rejects.toThrow(
      /the condition 'txt = 1' cannot be evaluated \(Binder Error: .*"txt" not found .*"text"\); expected SQL/,
    );
    await expect(tableOf(path, { ...ALL, select: ['txt'] })).rejects.toThrow(
      /mistakes\.csv: found no field 'txt'; expected one of id, text/,
    );
  });
});

describe('regularLayout', () => {
  it('tells the names, the lines, and whether fields have lines of their own', async () => {
    const path = folder.write('layout.csv', 'id,"a,b"\n1,"x\ny"\n2,z');
    expect(await regularLayout(path, ',')).toEqual({
      header: ['id', 'a,b'],
      delimiter: ',',
      lines: 4,
      multiline: true,
    });
  });

  it.each([
    ['a blank line', 'id,text\n1,a\n\n2,b\n'],
    ['a short row', 'id,text\n1\n'],
    ['a long row', 'id,text\n1,a,b\n'],
    ['a quote in a plain field', 'id,text\n1,a"b"\n'],
    ['text behind a quoted field', 'id,text\n1,"a" \n'],
    ['a quote that does not close', 'id,text\n1,"a\n'],
    ['line ends of two kinds', 'id,text\n1,a\r\n2,b\n'],
    ['a return in a plain field', 'id,text\n1,a\rb\n'],
    ['a return at the end', 'id,text\n1,a\r'],
    ['one column', 'text\na\n'],
    ['names that differ in their case', 'id,ID\n1,2\n'],
    ['a column without a name', ',text\n1,a\n'],
    ['a header of two lines', 'id,"te\nxt"\n1,a\n'],
    ['nothing', ''],
    ['a row of more than a million bytes', `id,text\n1,"${'ab\n'.repeat(400_000)}"\n`],
    ['a line of six hundred thousand characters', `id,text\n1,${'ab'.repeat(300_000)}\n2,c\n`],
    ['bytes that are not UTF-8', Buffer.from('id,text\n1,caf\xe9\n', 'latin1')],
    ['such bytes at the end', Buffer.from('id,text\n1,caf\xe9', 'latin1')],
  ])('leaves %s to the parser', async (_, content) => {
    expect(await regularLayout(folder.write('irregular.csv', content), ',')).toBeUndefined();
  });
});

describe('readRecords of a large table', () => {
  it('reads it by the database, and an irregular one by the parser, to the same records', async () => {
    const rows = Array.from(
      { length: 200_000 },
      (_, n) => `r${n},"${n % 7 === 0 ? 'a\nb' : 'c'}",${'word '.repeat(15)}`,
    );
    const content = `id,text,more\n${rows.join('\n')}\n`;
    const regular = folder.write('large.csv', content);
    // A blank line behind the last row is no record, and makes the table irregular.
    const irregular = folder.write('large-irregular.csv', `${content}\n`);
    const where = "text like '%b'";
    const [found, expected] = [
      await gather(readRecords(regular, { where })),
      await gather(readRecords(irregular, { where })),
    ];
    expect(found.records).toHaveLength(28_572);
    expect(found.lines).toEqual(expected.lines);
    expect(found.records).toEqual(expected.records);
  });

  it('ends at the record that cannot be read, with its line', async () => {
    const rows = Array.from({ length: 200_000 }, (_, n) => `r${n},${'word '.repeat(15)}`);
    const path = folder.write('large-bad.csv', `id,text\n${rows.join('\n')}\nlast\n`);
    await expect(gather(readRecords(path))).rejects.toThrow(
      /large-bad\.csv, line 200002: found 1 fields; expected 2, as the header has/,
    );
  });
});
