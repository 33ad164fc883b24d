import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const blocks = [...read('../../../README.md').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);

describe('the code of the README', () => {
  it.each(['readme-functions.ts', 'readme-program.ts'])(
    'is that of %s, which is compiled and run',
    (file) => {
      expect(blocks).toContain(read(`../${file}`));
    },
  );

  it('is all checked', () => {
    expect(blocks).toHaveLength(2);
  });

  it('labels the comments', async () => {
    const { default: rules } = await import('../readme-functions.ts');
    const votes = rules.applyTo([{ id: 'c', text: 'SUBSCRIBE TO MY CHANNEL' }]);
    expect(votes.votesOn(0).map(({ function: name, label }) => [name, label])).toEqual([
      ['subscribe', 'spam'],
      ['short', 'ham'],
      ['shouting', 'spam'],
    ]);
  });
});
