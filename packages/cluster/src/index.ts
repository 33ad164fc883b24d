export { applyShard, type ShardOptions, type ShardOutcome, splitFile } from './apply-shard.ts';
export { describeSampled, type FittedStatistics, fitStatistics } from './fit-statistics.ts';
export { MANIFEST_VERSION, type Manifest, parseManifest } from './manifest.ts';
export { isPack, openPack, type Pack, readPack, WORKER_OPTIONS } from './open-pack.ts';
export { type Packed, type PackOptions, packModule } from './pack.ts';
export type { PairCount } from './pair-counts.ts';
export type { ClosingLine, RecordLine } from './record-line.ts';
export { runWorker, type WorkerMeans, type WorkerOptions } from './run-worker.ts';
export { isStatistics, readStatistics, STATISTICS_VERSION, writeStatistics } from './statistics-file.ts';
export type { SampledVotes } from './vote-sample.ts';
export {
  type KeptStatistics,
  mergeStatistics,
  type Shard,
  type StatisticsOptions,
  VoteStatistics,
} from './vote-statistics.ts';
export { writeOut } from './write-out.ts';
