export { bundleModule, type ModuleBundle, type PackageUrls } from './bundle-module.ts';
export {
  type AppliedVotes,
  type ApplyRecordsOptions,
  LabelingModule,
  type ModuleOptions,
} from './labeling-module.ts';
export type { ExampleOutcome, ModuleDescription, PlainEvidence, PlainFault } from './protocol.ts';
