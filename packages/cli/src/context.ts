import type { PackageUrls } from '@labelwright/runner';
import type { Terminal } from './terminal.ts';

/** What every command works with. */
export interface Context {
  readonly terminal: Terminal;
  /** Where a labeling module's `import … from 'labelwright'` leads. */
  readonly packages: PackageUrls;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Ends the command where the person asked for it. */
export function assertNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted();
}

/** The person pressed Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
