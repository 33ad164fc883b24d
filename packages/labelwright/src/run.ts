export {
  type AppliedVotes,
  type ApplyRecordsOptions,
  bundleModule,
  type ExampleOutcome,
  LabelingModule,
  type ModuleBundle,
  type ModuleDescription,
  type ModuleOptions,
  type PackageUrls,
  type PlainEvidence,
  type PlainFault,
} from '@labelwright/runner';
