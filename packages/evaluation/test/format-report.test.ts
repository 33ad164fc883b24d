import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { createReport, formatMarkdown, formatReport, formatText, type Report } from '../src/index.ts';
import { section } from '../src/markdown-layout.ts';

/** A report on so many functions, which vote by turns. */
function reportOn(
  names: readonly string[],
  labels: readonly string[] = ['ham', 'spam'],
  records = 40,
): Report {
  const rows = Array.from({ length: records }, (_, i) =>
    names.map((_, j) => ((i + j) % 3 === 0 ? undefined : labels[(i * (j + 1)) % labels.length])),
  );
  const votes = LabelMatrix.fromRows<string, string>(labels, names, rows);
  const model = ProbabilisticLabels.fromRows<string>(
    labels,
    rows.map((_, i) => labels.map((_, k) => (k === i % labels.length ? 0.6 : 0.4 / (labels.length - 1)))),
  );
  const accuracies = Object.fromEntries(names.map((name) => [name, 0.75]));
  return createReport({
    title: 'A report',
    votes,
    gold: rows.map((_, i) => labels[i % labels.length]),
    models: [{ name: 'majority vote', labels: model, accuracies, notes: ['a note that tells something'] }],
    faults: { [names[0]]: 1234 },
  });
}

const numbered = (length: number): string[] => Array.from({ length }, (_, j) => `function_${j}`);
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

const reports: readonly (readonly [string, Report])[] = [
  ['5 functions', reportOn(numbered(5))],
  ['150 functions', reportOn(numbered(150))],
  [
    '150 labels',
    reportOn(
      numbered(3),
      Array.from({ length: 150 }, (_, k) => `label ${k}`),
    ),
  ],
  ['long names', reportOn(['x'.repeat(90), `a ${'b'.repeat(70)}`], ['y'.repeat(90), 'short'])],
  [
    'wide characters',
    reportOn(['見出しに広告の言葉が含まれている場合', 'リンク'], ['迷惑メール', '普通のメール']),
  ],
];

describe('a section in Markdown', () => {
  it('takes no name for markup, in its heading and its legend neither', () => {
    const columns = [{ title: 'x', cell: () => '1', legend: 'x: of <img>' }];
    const text = section('By <script>\n# a', columns, [1], 'lead').join('\n');
    expect(text).not.toMatch(/<script>|<img>|^# /m);
    expect(text).toMatch(/^## By &lt;script\\> /);
  });
});

describe('formatText', () => {
  describe.each(reports)('with %s', (_, report) => {
    it.each([40, 60, 80, 140])('fits the width %i', (width) => {
      expect(widest(formatText(report, { width }))).toBeLessThanOrEqual(width);
    });
  });

  it('takes 80 columns where no width is given', () => {
    const report = reportOn(numbered(150));
    expect(formatText(report)).toBe(formatText(report, { width: 80 }));
    expect(formatText(report)).not.toBe(formatText(report, { width: 140 }));
  });

  it('gives each function a line, with its figures set right', () => {
    const lines = formatText(reportOn(['a', 'bb', 'c']), { width: 140 }).split('\n');
    const head = lines.findIndex((line) => line.startsWith('function '));
    expect(lines[head].split(/ {2,}/)).toEqual([
      ...['function', 'votes for', 'cover', 'overlap', 'conflict', 'alone', 'right', 'wrong', 'precision'],
      ...['95 %', 'recall', 'learnt', 'ceiling', 'faults'],
    ]);
    expect(lines[head + 2]).toMatch(/^a {9}ham, spam {3}65\.0 {2}█{5}▊ {5}65\.0 .* 75\.0 .* 1,234$/);
    expect(lines.slice(head + 2, head + 5).map((line) => line.split(' ')[0])).toEqual(['a', 'bb', 'c']);
  });

  it('cuts a long name, and names the columns that have no room', () => {
    const text = formatText(reportOn(['x'.repeat(90), 'y']), { width: 60 });
    expect(text).toMatch(/^x+…/m);
    expect(text.replace(/\s+/g, ' ')).toContain('Not shown at this width: votes for,');
  });

  it('tells long names apart that begin alike', () => {
    const names = Array.from({ length: 150 }, (_, j) => `keyword_rule_number_${j}_with_a_long_name`);
    const shown = formatText(reportOn(names), { width: 60 }).match(/^keyw\S+(?= )/gm) ?? [];
    expect(new Set(shown.slice(0, 150)).size).toBe(150);
  });

  it('colours only where asked to', () => {
    const report = reportOn(numbered(2));
    const plain = formatText(report);
    expect(plain).not.toContain('\u001b');
    const coloured = formatText(report, { color: true });
    expect(coloured).toContain('\u001b[1m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are control characters.
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('lets no name disturb the terminal', () => {
    const text = formatText(reportOn(['two\nlines', 'red\u001b[31m', 'turned\u202eback']), { width: 140 });
    expect(text).toContain('two lines');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
  });

  it('lists the first findings and counts the others', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], numbered(14), [[...Array(14).fill(undefined)]]);
    const text = formatText(createReport({ votes }));
    expect(text).toContain('function_9 never votes');
    expect(text).not.toContain('function_10 never votes');
    expect(text).toContain('… and 4 findings more');
  });

  it('says what there is to say without gold, models, functions or records', () => {
    const empty = formatText(createReport({ votes: LabelMatrix.fromRows(['a'], ['f'], []) }));
    expect(empty).toMatch(/^records {11}0$/m);
    expect(empty).not.toMatch(/NaN|undefined|null/);
    const nothing = formatText(createReport({ votes: LabelMatrix.fromRows(['a'], [], []) }));
    expect(nothing).toMatch(/^functions {9}0$/m);
    const model = { name: 'm', labels: ProbabilisticLabels.fromRows(['a'], []) };
    expect(
      formatText(createReport({ votes: LabelMatrix.fromRows(['a'], ['f'], []), models: [model] })),
    ).toContain('Without gold there are no scores');
  });
});

describe('the table of functions', () => {
  const report = reportOn(['delta', 'alpha', 'charlie', 'bravo']);
  const names = (text: string): string[] => text.match(/^(?:alpha|bravo|charlie|delta)(?= )/gm) ?? [];
  const shown = (options: { sort?: string; only?: string }): string[] =>
    names(formatText(report, { width: 140, ...options })).slice(0, 4);

  it('is sorted by a column: words from A, figures from the highest', () => {
    expect(shown({ sort: 'function' })).toEqual(['alpha', 'bravo', 'charlie', 'delta']);
    const { functions } = report.summary;
    const wrong = (name: string) => functions.find((item) => item.name === name)?.gold?.incorrect ?? 0;
    const order = shown({ sort: 'wrong' }).map(wrong);
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    expect(new Set(order).size).toBeGreaterThan(1);
  });

  it('is filtered by findings, a label or a part of the names', () => {
    expect(shown({ only: 'LPH' })[0]).toBe('alpha');
    expect(formatMarkdown(report, { only: 'rav' })).toMatch(/^\| bravo \|/m);
    expect(formatMarkdown(report, { only: 'rav' })).not.toMatch(/^\| alpha \|/m);
    expect(formatMarkdown(report, { only: 'findings' })).toMatch(/^\| delta \|/m);
    expect(formatMarkdown(report, { only: 'spam' })).toMatch(/^\| delta \|/m);
  });

  it('refuses a column and a name that it does not know', () => {
    expect(() => formatText(report, { sort: 'size' })).toThrow(
      "found the column 'size'; expected one of function,",
    );
    expect(() => formatText(report, { only: 'zulu' })).toThrow(
      "is called anything like 'zulu'; expected findings, a label",
    );
  });

  it('has bars on a terminal alone', () => {
    expect(formatText(report, { width: 140 })).toContain('█');
    expect(formatMarkdown(report)).not.toContain('█');
  });
});

describe('formatMarkdown', () => {
  it('has a table row for each function and model, with every column', () => {
    const text = formatMarkdown(reportOn(['a', 'b']));
    expect(text).toMatch(/^# A report$/m);
    expect(text).toMatch(/^\| a \| ham, spam \| 65\.0 \|.*\| 75\.0 \|.* 1,234 \|$/m);
    expect(text).toMatch(/^\| majority vote \| 40 \| 0 \| 100\.0 \|/m);
    expect(text).toContain('- **majority vote**: a note that tells something');
  });

  it('never takes a name for markup', () => {
    const text = formatMarkdown(reportOn(['a|b', '<script>', '_under_score', 'link](x)']));
    expect(text).toContain('| a\\|b |');
    expect(text).toContain('| &lt;script\\> |');
    expect(text).toContain('| \\_under_score |');
    expect(text).toContain('| link\\](x) |');
  });
});

describe('formatReport', () => {
  const report = reportOn(['a', 'b']);

  it('renders as text unless told otherwise', () => {
    expect(formatReport(report)).toBe(formatText(report));
    expect(formatReport(report, { format: 'markdown' })).toBe(formatMarkdown(report));
  });

  it('renders JSON that holds the report', () => {
    expect(JSON.parse(formatReport(report, { format: 'json' }))).toEqual(JSON.parse(JSON.stringify(report)));
    expect(JSON.parse(formatReport(report, { format: 'json' })).models[0].scores.accuracy).toBe(1);
  });

  it('refuses a format that it does not know', () => {
    expect(() => formatReport(report, { format: 'pdf' as 'text' })).toThrow(
      "found the format 'pdf'; expected one of text, markdown, json",
    );
  });
});
