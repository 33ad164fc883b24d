export { type MentionsOptions, mentions } from './mentions.ts';
export {
  type LabelProbabilities,
  type NaiveBayesOptions,
  naiveBayes,
  type TextExamples,
} from './naive-bayes.ts';
export { ngrams } from './ngrams.ts';
export { type SentimentLanguage, type SentimentOptions, sentiment } from './sentiment.ts';
export { type Similarity, type SimilarOptions, similar } from './similar.ts';
export { type PhoneticCode, type SoundsLikeOptions, soundsLike } from './sounds-like.ts';
export { type Language, stem } from './stem.ts';
export { type StemOptions, stems } from './stems.ts';
export { type PartOfSpeech, type SynonymOptions, synonyms } from './synonyms.ts';
export type { WithText } from './text-source.ts';
export { type TokenOptions, tokens } from './tokens.ts';
