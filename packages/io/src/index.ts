export { assertNotInput } from './assert-not-input.ts';
export { type QueryParameters, queryDatabase, queryList, queryTable } from './database.ts';
export { lockFolder } from './folder-lock.ts';
export { readJson, writeJson, writeText } from './json-file.ts';
export {
  type LabelsFormat,
  type LabelsWriter,
  type LabelsWriterOptions,
  labelsWriter,
} from './labels-writer.ts';
export { type ListFileOptions, listFile, type TableFileOptions, tableFile } from './lookup-file.ts';
export { openVotes, type ReadVotesOptions } from './open-votes.ts';
export { createOutput, type Output } from './output.ts';
export { type CountedPatterns, PatternCounts } from './pattern-counts.ts';
export { type ReadGoldOptions, readGold } from './read-gold.ts';
export { type LabelsFile, readLabels } from './read-labels.ts';
export {
  isReadByBytes,
  type ReadRecordsOptions,
  type RecordFormat,
  readRecords,
} from './read-records.ts';
export { readVotes, type VotesFile } from './read-votes.ts';
export type { BadRecord, RecordBatch, RecordRange } from './record-batch.ts';
export type { SampleSize } from './record-sample.ts';
export { RepeatedTexts } from './repeated-texts.ts';
export type { Names, VoteBatch, VoteFormat, VoteNames, VoteSource } from './vote-source.ts';
export {
  type VotesWriter,
  type VotesWriterFormat,
  type VotesWriterOptions,
  votesWriter,
} from './votes-writer.ts';
