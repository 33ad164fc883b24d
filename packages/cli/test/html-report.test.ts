import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = new Shell();
  shell.write('labeling.ts', moduleText());
  shell.write('comments.jsonl', comments);
});

afterEach(() => shell.remove());

interface Payload {
  readonly kept: number;
  readonly ids: readonly string[];
  readonly fields: readonly { readonly name: string; readonly texts: readonly (string | null)[] }[];
  readonly evidence?: { readonly data: string };
  readonly reasons?: { readonly unit: string };
}

function payloadOf(page: string): Payload {
  const [, json = 'null'] = /<script type="application\/json" id="payload">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json) as Payload;
}

const texts = ['see http://example.com', 'love this song', 'the weather was fine when we went to the lake'];

describe('run', () => {
  it('writes a report with the records, what made functions vote, and why', async () => {
    await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
    const { fields, ids, evidence, reasons } = payloadOf(shell.read('out/report.html'));
    expect(fields).toEqual([{ name: 'text', texts }]);
    expect(ids).toEqual(['c1', 'c2', 'c3']);
    // Function, field, start and end: "http:" made link vote, "song" made song vote.
    expect([...Buffer.from(evidence?.data ?? '', 'base64')]).toEqual([0, 0, 4, 9, 1, 0, 10, 14]);
    expect(reasons?.unit).toBe('log-odds');
  });

  it('puts the field first that the task names, and leaves the id out', async () => {
    shell.write('input.jsonl', '{"title":"t","text":"http://a.example","key":"k1"}\n');
    await shell.run('run @labeling.ts --input @input.jsonl --id key --output @out');
    const { fields, ids } = payloadOf(shell.read('out/report.html'));
    expect(fields.map(({ name }) => name)).toEqual(['text', 'title']);
    expect(ids).toEqual(['k1']);
  });

  it('writes the report for a model whose posterior is no sum', async () => {
    const { code } = await shell.run('run @labeling.ts --input @comments.jsonl --model ebcc --output @out');
    expect(code).toBe(0);
    expect(payloadOf(shell.read('out/report.html')).kept).toBe(3);
  });
});

describe('report --format html', () => {
  beforeEach(() => shell.run('apply @labeling.ts --input @comments.jsonl --output @votes.jsonl'));

  it('shows the records it is given, in whatever order they come', async () => {
    shell.write('shuffled.jsonl', comments.trimEnd().split('\n').reverse().join('\n'));
    await shell.run('report @votes.jsonl --format html --records @shuffled.jsonl --output @report.html');
    expect(payloadOf(shell.read('report.html')).fields).toEqual([{ name: 'text', texts }]);
  });

  it('does without records', async () => {
    const { out } = await shell.run('report @votes.jsonl --format html');
    expect(payloadOf(out)).toMatchObject({ kept: 3, fields: [] });
  });

  it('refuses records that the votes do not know', async () => {
    shell.write('others.jsonl', '{"id":"x","text":"y"}\n');
    const { code, err } = await shell.run('report @votes.jsonl --format html --records @others.jsonl');
    expect(code).toBe(1);
    expect(err).toContain("names no record of the votes; expected ids such as 'c1'");
  });

  it('never overwrites its records', async () => {
    const { code } = await shell.run(
      'report @votes.jsonl --format html --records @comments.jsonl --output @comments.jsonl',
    );
    expect(code).toBe(2);
    expect(shell.read('comments.jsonl')).toBe(comments);
  });
});
