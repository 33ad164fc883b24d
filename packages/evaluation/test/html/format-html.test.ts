import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { formatHtml, type HtmlOptions, htmlRecord } from '../../src/html/index.ts';
import type { PackedNumbers, Payload } from '../../src/html/payload.ts';
import { createReport } from '../../src/index.ts';
import { parsePage } from './parse-page.ts';
import { options, report } from './small-report.ts';

const payloadOf = (page: string): Payload =>
  JSON.parse(parsePage(page).querySelector('#payload')?.textContent ?? 'null') as Payload;

/** The numbers that a page has packed. */
function numbersOf(packed: PackedNumbers | undefined): number[] {
  const bytes = Buffer.from(packed?.data ?? '', 'base64');
  const width = packed?.type === 'u8' ? 1 : packed?.type === 'u16' ? 2 : 4;
  return Array.from({ length: bytes.length / width }, (_, n) => bytes.readUIntLE(n * width, width));
}

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '<!-- <script>',
  'line\u2028separator\u2029',
  '\u202Eright to left\u202C',
  '&lt;b&gt;',
];

describe('formatHtml', () => {
  it('has a row for each function, and a heading for each part', () => {
    const page = parsePage(formatHtml(report, options));
    const rows = [...page.querySelectorAll('#function-table tbody th a bdi')].map((cell) => cell.textContent);
    expect(rows).toEqual(['link', 'song', 'short']);
    expect([...page.querySelectorAll('h2')].map((title) => title.textContent)).toEqual([
      'Overview',
      'Labeling functions',
      'Function × function',
      'Label quality',
      'Slices',
      'Errors and conflicts',
      'Records',
    ]);
  });

  it('says how good the labels are', () => {
    const page = parsePage(formatHtml(report, options));
    expect(page.querySelector('.tiles')?.textContent).toContain('75.0');
    expect(page.querySelector('.confusion')?.textContent).toContain('gold');
    expect(page.querySelectorAll('svg[role=img][aria-label]').length).toBe(5);
  });

  it('leads from a figure to the records behind it', () => {
    const page = parsePage(formatHtml(report, options));
    expect(page.querySelector('#errors td a')?.getAttribute('href')).toBe('#records?l=0&t=1');
    expect(page.querySelector('#pairs td a')?.getAttribute('href')).toBe('#records?f=0&g=1&r=differ');
  });

  it('begins with what to do next, each with a link to a part of the page', () => {
    const page = parsePage(formatHtml(report, options));
    const links = [...page.querySelectorAll('#overview .advice a')].map((link) => link.getAttribute('href'));
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(page.querySelector(`section${link}`)).not.toBeNull();
  });

  it('halves the balance of many labels', () => {
    const labels = Array.from({ length: 9 }, (_, k) => `label${k}`);
    const votes = LabelMatrix.fromColumns(labels, { a: labels });
    const page = parsePage(formatHtml(createReport({ votes })));
    const tables = [...page.querySelectorAll('table.balance')];
    const namesOf = (table: (typeof tables)[number]) =>
      [...table.querySelectorAll('tbody th')].map((cell) => cell.textContent);
    expect(tables.map(namesOf)).toEqual([labels.slice(0, 5), labels.slice(5)]);
  });

  it('has a caption for every table and a name for every control', () => {
    const page = parsePage(formatHtml(report, options));
    for (const table of page.querySelectorAll('table')) expect(table.querySelector('caption')).not.toBeNull();
    for (const control of page.querySelectorAll('input, select'))
      expect(control.closest('label')).not.toBeNull();
    const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('works without votes, gold, models and records', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [['a'], [undefined]]);
    const bare = parsePage(formatHtml(createReport({ votes })));
    expect(bare.querySelector('#records')).toBeNull();
    expect(bare.querySelector('#quality')).toBeNull();
    const browsed = payloadOf(formatHtml(createReport({ votes }), { votes }));
    expect(browsed).toMatchObject({ kept: 2, total: 2, fields: [] });
  });

  it('works on no records at all', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], []);
    const body =
      parsePage(formatHtml(createReport({ votes }), { votes })).querySelector('main')?.innerHTML ?? '';
    expect(body.match(/NaN|Infinity|undefined/)).toBeNull();
    expect(body).toContain('0 records');
  });

  it('loads nothing, and lets no script run but its own', () => {
    const text = formatHtml(report, { ...options, records: undefined });
    const page = parsePage(text);
    const policy = page.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-\S+' 'sha256-\S+';/);
    expect(page.querySelector('[src], link, [href^="http"], iframe, object')).toBeNull();
    expect(text.match(/url\(|@import|https?:\/\//)).toBeNull();
  });

  it('refuses records that are not as many as the votes', () => {
    const few: HtmlOptions = { ...options, records: [undefined] };
    expect(() => formatHtml(report, few)).toThrow(expect.objectContaining({ code: 'mismatch' }));
  });
});

describe('formatHtml with hostile text', () => {
  const functions = hostile.map((text, n) => `${text}${n}`);
  const row = functions.map(() => 'spam"><s>' as const);
  const votes = LabelMatrix.fromRows(
    ['ham', 'spam"><s>'],
    functions,
    hostile.map(() => row),
    hostile,
  );
  const records = hostile.map((text) => ({ fields: { [text]: text, text } }));
  const text = formatHtml(createReport({ votes, title: hostile[2] }), { votes, records });

  it('keeps it as text', () => {
    const page = parsePage(text);
    expect(page.querySelectorAll('script').length).toBe(3);
    expect(page.querySelector('img, s')).toBeNull();
    expect(page.querySelector('h1')?.textContent).toBe(hostile[2]);
    expect(page.querySelector('#function-table th bdi')?.textContent).toBe(functions[0]);
  });

  it('keeps every character of it', () => {
    const { fields, ids, functions: names } = payloadOf(text);
    expect(fields.find(({ name }) => name === 'text')?.texts).toEqual(hostile);
    expect(ids).toEqual(hostile);
    expect(names).toEqual(functions);
    const json = parsePage(text).querySelector('#payload')?.textContent ?? '';
    expect(/[<\u2028\u2029]/.test(json)).toBe(false);
  });
});

describe('formatHtml with more than a file can hold', () => {
  const rows = 2000;
  const votes = LabelMatrix.fromColumns(['a', 'b'], {
    often: Array.from({ length: rows }, () => 'a' as const),
    rarely: Array.from({ length: rows }, (_, i) => (i % 400 === 0 ? 'b' : undefined)),
  });
  const records = Array.from({ length: rows }, (_, i) => ({ fields: { text: `${i} ${'x'.repeat(500)}` } }));
  const report = createReport({ votes });
  const page = formatHtml(report, { votes, records, maxBytes: 400_000 });

  it('holds a sample, says so, and stays within its size', () => {
    expect(page.length).toBeLessThan(420_000);
    expect(parsePage(page).querySelector('#records')?.textContent).toContain('a random sample of');
    const { kept, total } = payloadOf(page);
    expect(total).toBe(rows);
    expect(kept).toBeGreaterThan(100);
    expect(kept).toBeLessThan(rows);
  });

  it('keeps the records of rare functions', () => {
    const { fields } = payloadOf(page);
    const kept = fields[0].texts.map((text) => Number.parseInt(text ?? '', 10));
    expect(kept).toEqual(expect.arrayContaining([0, 400, 800, 1200, 1600]));
  });

  it('chooses the same records each time, and others by another seed', () => {
    expect(formatHtml(report, { votes, records, maxBytes: 400_000 }) === page).toBe(true);
    expect(formatHtml(report, { votes, records, maxBytes: 400_000, seed: 1 }) === page).toBe(false);
  });

  it('keeps them where few records have a text', () => {
    const texts = records.map((record, i) => (i % 4 === 0 && i > 100 ? record : undefined));
    const { rows: places } = payloadOf(formatHtml(report, { votes, records: texts, maxBytes: 100_000 }));
    expect(numbersOf(places)).toEqual(expect.arrayContaining([400, 800, 1200, 1600]));
    expect(numbersOf(places).every((row) => row % 4 === 0 && row > 100)).toBe(true);
  });

  it('knows the records of a slice by their places', () => {
    const even = [{ name: 'even', rows: Array.from({ length: rows / 2 }, (_, i) => 2 * i) }];
    const payload = payloadOf(
      formatHtml(report, { votes, records, maxBytes: 400_000, slices: { by: even } }),
    );
    const bits = numbersOf(payload.slices[0].bits);
    const found = numbersOf(payload.rows).filter((_, place) => (bits[place >> 3] >> (place & 7)) & 1);
    expect(found).toEqual(numbersOf(payload.rows).filter((row) => row % 2 === 0));
  });

  it('cuts a text of ten million characters, and says so', () => {
    const one = LabelMatrix.fromRows(['a'], ['f'], [['a']]);
    const long = formatHtml(createReport({ votes: one }), {
      votes: one,
      records: [{ fields: { text: '<b>'.repeat(3_500_000) } }],
    });
    expect(long.length).toBeLessThan(200_000);
    expect(payloadOf(long).cut).toEqual([[0, 0, 10_500_000]]);
    expect(parsePage(long).querySelector('#records')?.textContent).toContain('Texts are cut');
  });
});

describe('htmlRecord', () => {
  it('puts the text first, leaves the id out, and tells what it cut', () => {
    const long = 'y'.repeat(2500);
    expect(htmlRecord({ id: 1, author: 'Ann', body: long, n: 3, none: null, tags: ['a'] })).toEqual({
      fields: { body: 'y'.repeat(2000), author: 'Ann', n: '3', tags: '["a"]' },
      lengths: { body: 2500 },
      evidence: undefined,
    });
  });

  it('does not cut a character in two', () => {
    expect(htmlRecord({ text: `${'x'.repeat(1999)}😀` }).fields.text).toBe('x'.repeat(1999));
  });
});
