export { type QueryParameters, queryDatabase, queryList, queryTable } from './database.ts';
export { type ReadRecordsOptions, type RecordFormat, readRecords } from './read-records.ts';
export type { BadRecord, RecordBatch } from './record-batch.ts';
