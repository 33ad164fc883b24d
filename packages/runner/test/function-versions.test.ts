import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleModule } from '../src/bundle-module.ts';
import { functionVersions } from '../src/function-versions.ts';
import { folderOf, packages } from './module-folder.ts';

const BASE = `
import { defineTask, keywords, type } from 'labelwright';
const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
const limit = 20;
const bad = ['win'];
function isLong(text: string) { return text.length > limit; }
export default functions({
  song: when('text', keywords('song')).vote('ham'),
  long: ({ text }) => (isLong(text) ? 'ham' : undefined),
  listed: ({ text }) => (bad.includes(text) ? 'spam' : undefined),
  plain: ({ text }) => (text === '' ? 'spam' : undefined),
});
`;
const NAMES = ['song', 'long', 'listed', 'plain'];

async function versionsOf(code: string, files: Readonly<Record<string, string>> = {}, names = NAMES) {
  const file = join(folderOf({ ...files, 'labeling.ts': code }), 'labeling.ts');
  return versionsIn(file, names);
}

async function versionsIn(file: string, names: readonly string[], portable = false) {
  const { code } = await bundleModule(file, packages);
  return functionVersions(names, { code, file, labels: ['ham', 'spam'], engine: '1', portable });
}

/** The functions whose versions differ. */
async function changedBy(from: string, to: string): Promise<string[]> {
  expect(BASE).toContain(from);
  const before = await versionsOf(BASE);
  const after = await versionsOf(BASE.replace(from, to));
  return NAMES.filter((_, n) => before[n] !== after[n] || before[n] === undefined);
}

describe('the version of a function', () => {
  it('is the same for the same code, in another folder too', async () => {
    expect(await versionsOf(BASE)).toEqual(await versionsOf(BASE));
    expect(new Set(await versionsOf(BASE)).size).toBe(4);
  });

  it.each([
    ["keywords('song')", "keywords('songs')", ['song']],
    ["text === ''", "text === ' '", ['plain']],
    ['limit = 20', 'limit = 21', ['long']],
    ['text.length > limit', 'text.length >= limit', ['long']],
    ["['win']", "['win', 'prize']", ['listed']],
    ["const bad = ['win'];", "const bad = ['win']; bad.push('prize');", NAMES],
    ["const bad = ['win'];", "const bad = ['win']; const more = bad.push('prize');", ['listed']],
    ["labels: ['ham', 'spam']", "labels: ['spam', 'ham']", NAMES],
    ['const limit = 20;', 'const limit = 20; // Twenty.', []],
    ['const limit = 20;', 'const limit = 20;\nconst other = 3;', []],
  ])('changes with what it rests on: %s → %s', async (from, to, expected) => {
    expect(await changedBy(from, to)).toEqual(expected);
  });

  it('is none where its votes may depend on something else', async () => {
    const doubtful = `
      import { defineTask, type } from 'labelwright';
      import { readFileSync } from 'node:fs';
      const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
      let seen = 0;
      export default functions({
        counting: () => (seen++ > 3 ? 'ham' : undefined),
        chance: () => (Math.random() > 0.5 ? 'ham' : undefined),
        late: () => (new Date().getHours() > 12 ? 'ham' : undefined),
        reading: ({ text }) => (readFileSync(text, 'utf8') === '' ? 'ham' : undefined),
        sure: () => 'ham',
      });`;
    const names = ['counting', 'chance', 'late', 'reading', 'sure'];
    const versions = await versionsOf(doubtful, {}, names);
    expect(names.filter((_, n) => versions[n] === undefined)).toEqual([
      'counting',
      'chance',
      'late',
      'reading',
    ]);
  });

  it('changes with the files and modules that it reads', async () => {
    const code = `
      import { defineTask, type } from 'labelwright';
      import { readFileSync } from 'node:fs';
      import { word } from './word.ts';
      const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
      const list = readFileSync(new URL('./list.txt', import.meta.url), 'utf8').split('\\n');
      export default functions({
        listed: ({ text }) => (list.includes(text) ? 'ham' : undefined),
        word: ({ text }) => (text === word ? 'ham' : undefined),
        plain: () => 'ham',
      });`;
    const names = ['listed', 'word', 'plain'];
    const folder = folderOf({ 'labeling.ts': code, 'list.txt': 'a', 'word.ts': `export const word = 'a';` });
    const before = await versionsIn(join(folder, 'labeling.ts'), names);
    writeFileSync(join(folder, 'list.txt'), 'b');
    const listed = await versionsIn(join(folder, 'labeling.ts'), names);
    writeFileSync(join(folder, 'word.ts'), `export const word = 'b';`);
    const both = await versionsIn(join(folder, 'labeling.ts'), names);
    const changes = (a: readonly unknown[], b: readonly unknown[]) => names.filter((_, n) => a[n] !== b[n]);
    expect(before).not.toContain(undefined);
    expect([changes(before, listed), changes(listed, both)]).toEqual([['listed'], ['word']]);
    const elsewhere = await versionsIn(join(folder, 'labeling.ts'), names, true);
    expect(elsewhere).toEqual([undefined, both[1], both[2]]);
  });

  it('changes with the files that an imported module reads from its own folder', async () => {
    const code = `
      import { defineTask, type } from 'labelwright';
      import { words } from './lib/words.ts';
      const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
      export default functions({ listed: ({ text }) => (words.includes(text) ? 'ham' : undefined) });`;
    const words = `
      import { readFileSync } from 'node:fs';
      const path = new URL('words.txt', import.meta.url);
      export const words = readFileSync(path, 'utf8').split('\\n');`;
    const files = { 'labeling.ts': code, 'words.txt': 'other' };
    const folder = folderOf({ ...files, 'lib/words.ts': words, 'lib/words.txt': 'a' });
    const before = await versionsIn(join(folder, 'labeling.ts'), ['listed']);
    writeFileSync(join(folder, 'lib/words.txt'), 'b');
    const after = await versionsIn(join(folder, 'labeling.ts'), ['listed']);
    expect(before).not.toContain(undefined);
    expect(after).not.toEqual(before);
  });

  it('is none where one of the files is not named, or the machine is asked', async () => {
    const code = `
      import { defineTask, type } from 'labelwright';
      import { readFileSync } from 'node:fs';
      import { uptime } from 'node:process';
      const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
      const base = readFileSync(new URL('base.txt', import.meta.url), 'utf8');
      const load = (name: string) => readFileSync(new URL(name + '.txt', import.meta.url), 'utf8');
      export default functions({
        base: ({ text }) => (text === base ? 'ham' : undefined),
        made: ({ text }) => (text === base || text === load('x') ? 'ham' : undefined),
        long: () => (uptime() > 100 ? 'ham' : undefined),
      });`;
    const versions = await versionsOf(code, { 'base.txt': 'a' }, ['base', 'made', 'long']);
    expect(versions.map((version) => version !== undefined)).toEqual([true, false, false]);
  });

  it('is one for all functions where the set is not written out', async () => {
    const code = (word: string) => `
      import { defineTask, type } from 'labelwright';
      const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
      const made = { a: () => 'ham' as const, b: ({ text }: { text: string }) => (text === '${word}' ? 'spam' as const : undefined) };
      export default functions(made);`;
    const [a, b] = await versionsOf(code('x'), {}, ['a', 'b']);
    const [c, d] = await versionsOf(code('y'), {}, ['a', 'b']);
    expect([a === c, b === d, a === b]).toEqual([false, false, false]);
  });
});
