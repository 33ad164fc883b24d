export type { AppliedVotes } from './apply-batch.ts';
export { bundleModule, type ModuleBundle, type PackageUrls } from './bundle-module.ts';
export {
  type ApplyRecordsOptions,
  LabelingModule,
  type ModuleOptions,
} from './labeling-module.ts';
export type { ExampleOutcome, ModuleDescription, PlainEvidence, PlainFault } from './protocol.ts';
