export type { AppliedVotes } from './apply-batch.ts';
export { bundleModule, type ModuleBundle, type PackageUrls } from './bundle-module.ts';
export {
  type ApplyRecordsOptions,
  LabelingModule,
  type ModuleOptions,
  type PackedFile,
} from './labeling-module.ts';
export type { CallTotals, ExampleOutcome, ModuleDescription, PlainEvidence, PlainFault } from './protocol.ts';
export { serveThread } from './serve-thread.ts';
export { SpareThread } from './spare-thread.ts';
