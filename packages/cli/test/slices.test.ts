import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = new Shell();
  shell.write('comments.jsonl', comments);
});

afterEach(() => shell.remove());

const RUN = 'run @labeling.ts --input @comments.jsonl --output @out';

/** A module with these slicing functions. */
function withSlices(slices: string): void {
  shell.write('labeling.ts', `${moduleText()}\nexport const slices = ${slices};\n`);
}

interface SliceJson {
  readonly by: string;
  readonly slices: readonly { readonly name: string; readonly records: number }[];
}

/** The slices of a report: `by: name count, …`. */
function slicesIn(out: string): string[] {
  const { report } = JSON.parse(out) as { readonly report: { readonly slices: readonly SliceJson[] } };
  return report.slices.map(
    ({ by, slices }) => `${by}: ${slices.map(({ name, records }) => `${name} ${records}`).join(', ')}`,
  );
}

describe('the slicing functions of a module', () => {
  it.each(['1', '2'])('slice the report, with %s workers', async (workers) => {
    withSlices('{ short: ({ text }) => text.length < 15, web: ({ text }) => /https?:/.test(text) }');
    const { code, out } = await shell.run(`${RUN} --slice song --json --workers ${workers}`);
    expect(code).toBe(0);
    expect(slicesIn(out)).toEqual(['slicing functions: short 1, web 1', 'song: abstains 2, ham 1']);
    expect(shell.read('out/report.html')).toContain('slicing functions');
  });

  it('are those of the records that the report is about', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => `{"id":"r${n}","text":"${n % 2 ? 'song' : 'a'}"}\n`);
    shell.write('comments.jsonl', many.join(''));
    withSlices('{ music: ({ text }) => text.includes("song") }');
    const { out } = await shell.run(`${RUN} --report-on 500 --slice song --json`);
    const [functions, song] = slicesIn(out);
    expect(functions.replace('slicing functions: music', '')).toBe(song.match(/ham( \d+)/)?.[1]);
  });

  it('are packed with the module', async () => {
    withSlices('{ short: ({ text }) => text.length < 15 }');
    await shell.run('pack @labeling.ts --output @dist');
    const { out } = await shell.run(`${RUN.replace('labeling.ts', 'dist')} --json`);
    expect(slicesIn(out)).toEqual(['slicing functions: short 1']);
  });

  it.each([
    ['({ text }) => text.missing.length', "labeling function 'slices.odd' failed on record 'c1'"],
    ['() => "yes"', 'it returned yes; expected true or false'],
    ['async () => true', 'it returned an object; expected true or false'],
    ['() => { for (;;); }', "labeling function 'slices.odd' did not return within 300 ms"],
  ])('are told where they fail, and end nothing: %s', async (slice, message) => {
    withSlices(`{ odd: ${slice}, all: () => true }`);
    const told = await shell.run(`${RUN} --time-limit 300`);
    expect([told.code, told.err]).toEqual([0, expect.stringContaining(message)]);
    expect(told.err).toContain('slices.odd: left a record outside 3 times for a fault');
    const { code, out } = await shell.run(`${RUN} --time-limit 300 --json`);
    expect([code, JSON.parse(out).faults]).toEqual([0, { 'slices.odd': 3 }]);
    expect(slicesIn(out)).toEqual(['slicing functions: odd 0, all 3']);
  });

  it.each([
    ['"long"', 'exports slices, but it is no function'],
    ['{ long: 20 }', "exports slices, but 'long' in it is no function"],
  ])('must be functions by name, not %s', async (slices, message) => {
    withSlices(slices);
    const { code, err } = await shell.run(RUN);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect(err).toContain('expected { name: (record) => true or false }');
  });
});

describe('--slice', () => {
  it.each([
    ['run', RUN],
    ['report', 'report @votes.jsonl --records @comments.jsonl'],
  ])('is refused by %s before the second batch, where nothing has that name', async (_, line) => {
    shell.write('labeling.ts', moduleText());
    await shell.run('apply @labeling.ts --input @comments.jsonl --output @votes.jsonl');
    const first = Array.from({ length: 1000 }, (_, n) => `{"id":"r${n}","text":"a"}\n`).join('');
    shell.write('comments.jsonl', `${comments}${first}{"broken`);
    const { code, err } = await shell.run(`${line} --slice colour`);
    expect(code).toBe(2);
    expect(err).toContain(
      "found nothing called 'colour' to slice by; expected a labeling function, or a field of the first 1000 records: one of id, text",
    );
  });
});
