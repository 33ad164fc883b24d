import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = new Shell();
  shell.write('labeling.ts', moduleText());
  shell.write('comments.jsonl', comments);
});

afterEach(() => shell.remove());

/** Waits until what the command printed has the text. */
async function printed(read: () => string, text: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!read().includes(text)) {
    if (Date.now() > end) throw new Error(`found no '${text}' in: ${read()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('watch', () => {
  it('asks what was saved, says what changed, survives mistakes and ends with Ctrl-C', async () => {
    const stop = new AbortController();
    const { done, text } = shell.start('watch @labeling.ts --input @comments.jsonl', stop.signal);
    await printed(text, 'asked 2 of 2 labeling functions about 3 records');
    await printed(text, 'coverage   66.67 %');

    shell.write('labeling.ts', moduleText().replace("keywords('song')", "keywords('song', 'lake')"));
    await printed(text, 'asked 1 of 2 labeling functions');
    await printed(text, 'coverage   66.67 % → 100.00 %');
    await printed(text, '1 changed: none → ham 1');
    await printed(text, 'song: coverage 33.33 % → 66.67 %, conflicts 0.00 %');

    shell.write('labeling.ts', `${moduleText()} oops(`);
    await printed(text, 'labeling.ts, line');
    shell.write('labeling.ts', moduleText(`throws: () => { throw new Error('no network'); },`));
    await printed(text, 'throws: abstained 3 times for a fault');
    await printed(text, 'throws: new, coverage 0.00 %');
    shell.write('labeling.ts', moduleText());
    await printed(text, 'throws: gone');

    stop.abort();
    expect(await done).toBe(0);
  }, 60_000);

  it('waits where the module does not load at first', async () => {
    shell.write('labeling.ts', `throw new Error('no key');`);
    const stop = new AbortController();
    const { done, text } = shell.start('watch @labeling.ts --input @comments.jsonl', stop.signal);
    await printed(text, 'line 1: no key');
    shell.write('labeling.ts', moduleText());
    await printed(text, 'asked 2 of 2');
    stop.abort();
    expect(await done).toBe(0);
  }, 60_000);

  it('ends with an error where there are no records', async () => {
    const { code, err } = await shell.run('watch @labeling.ts --input @missing.jsonl');
    expect(code).toBe(1);
    expect(err).toContain('missing.jsonl');
  });
});
