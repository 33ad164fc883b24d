import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Comment, textsOf, wordAt } from './simulate.ts';

/** Writes so many records with short texts, as JSON Lines. */
export async function writeComments(path: string, records: number): Promise<void> {
  await pipeline(function* () {
    for (const texts of textsOf(records, 1000))
      yield texts.map((text) => `${JSON.stringify(text)}\n`).join('');
  }, createWriteStream(path));
}

/** Writes so many records with short texts as CSV, every third text in quotes and of two lines. */
export async function writeTable(path: string, records: number): Promise<void> {
  let n = 0;
  const row = ({ id, text }: Comment) => `${id},${n++ % 3 === 0 ? `"${text.replace(' ', '\n')}"` : text}\n`;
  await pipeline(function* () {
    yield 'id,text\n';
    for (const texts of textsOf(records, 1000)) yield texts.map(row).join('');
  }, createWriteStream(path));
}

/** The words and the label of each of so many keyword functions. */
export function keywordRules(
  functions: number,
): { words: readonly [string, string]; label: 'ham' | 'spam' }[] {
  return Array.from({ length: functions }, (_, n) => ({
    words: [wordAt(n / 400), wordAt((n + 7) / 300)],
    label: n % 3 === 0 ? 'ham' : 'spam',
  }));
}

/** A labeling module with so many keyword functions. */
export function keywordModule(functions: number): string {
  const rules = keywordRules(functions).map(
    ({ words: [one, two], label }, n) =>
      `  rule${n}: when('text', keywords('${one}', '${two}')).vote('${label}'),`,
  );
  return `import { defineTask, keywords, type } from 'labelwright';
const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ id: string; text: string }>(), text: 'text' });
export default functions({
${rules.join('\n')}
});
`;
}
