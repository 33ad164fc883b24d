import { LabelwrightError } from '@labelwright/core';
import { describeObject, describeValue } from './describe-value.ts';
import type { Figures } from './estimate.ts';
import type { EstimatorSettings, Snapshot, SnapshotEntry } from './snapshot.ts';

/** Renders a snapshot as JSON with one line per label, function, model, pattern and finding, so that `git diff` reads well. */
export function formatSnapshot(snapshot: Snapshot): string {
  const fields = Object.entries(snapshot).filter(([, value]) => value !== undefined);
  const lines = fields.map(([name, value]) => {
    const text =
      Array.isArray(value) && value.length > 0
        ? `[\n${value.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`
        : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Checks that parsed JSON is a snapshot of this version, and refuses it otherwise. */
export function parseSnapshot(value: unknown): Snapshot {
  const found = value as Snapshot | null | undefined;
  if (!isObject(found) || found.labelwright !== 'snapshot') {
    refuse(`found ${isObject(value) ? describeObject(value) : describeValue(value)}; expected a snapshot`);
  }
  if (found.version !== 1) refuse(`the snapshot has version ${found.version}; expected 1`);
  if (typeof found.records?.hash !== 'string' || !isCount(found.records.count)) {
    refuse("the snapshot has no 'records'; expected their count and hash");
  }
  assertTitle(found);
  assertFigures('the data set', found.figures);
  for (const list of ['labels', 'functions', 'models'] as const) assertEntries(list, found[list]);
  assertFunctions(found.functions);
  assertPatterns(found.patterns);
  assertFindings(found.findings);
  return found;
}

/** What the run is called, and what it was made with. */
function assertTitle({ title = '', estimator }: Snapshot): void {
  if (typeof title !== 'string') {
    refuse(`the snapshot has the title ${describeValue(title)}; expected a text`);
  }
  if (estimator === undefined) return;
  const { name, balance = {} }: Partial<EstimatorSettings> = estimator ?? {};
  const numbers = isObject(balance) ? Object.values(balance).flat() : [undefined];
  if (typeof name === 'string' && numbers.every((share) => Number.isFinite(share))) return;
  refuse(`the snapshot has the estimator ${describeValue(estimator)}; expected its name and balance`);
}

function assertEntries(list: string, entries: readonly SnapshotEntry[]): void {
  if (!Array.isArray(entries)) refuse(`the snapshot has no '${list}'; expected a list`);
  for (const entry of entries) {
    if (typeof entry?.name !== 'string') refuse(`one of the snapshot's '${list}' has no name; expected one`);
    assertFigures(`'${entry.name}'`, entry.figures);
  }
}

function assertFigures(of: string, figures: unknown): void {
  if (!isObject(figures)) refuse(`${of} has no figures in the snapshot; expected some`);
  for (const [name, figure] of Object.entries(figures as Figures)) {
    const numbers = [figure?.value, figure?.low ?? 0, figure?.high ?? 0];
    if (numbers.every((number) => Number.isFinite(number))) continue;
    refuse(
      `${of} has the ${name} ${describeValue(figure)} in the snapshot; expected a value and its interval`,
    );
  }
}

function assertFunctions(functions: Snapshot['functions']): void {
  for (const { name, hash, votesFor } of functions) {
    if (typeof hash !== 'string') refuse(`'${name}' has no hash in the snapshot; expected that of its votes`);
    if (Array.isArray(votesFor) && votesFor.every((label) => typeof label === 'string')) continue;
    refuse(`'${name}' votes for ${describeValue(votesFor)} in the snapshot; expected a list of labels`);
  }
}

function assertPatterns(patterns: Snapshot['patterns']): void {
  if (!Array.isArray(patterns)) refuse("the snapshot has no 'patterns'; expected a list");
  for (const pattern of patterns) {
    if (isObject(pattern?.votes) && isCount(pattern.records)) continue;
    refuse(`the snapshot has the pattern ${describeValue(pattern)}; expected votes and a number of records`);
  }
}

function assertFindings(findings: Snapshot['findings']): void {
  if (!Array.isArray(findings)) refuse("the snapshot has no 'findings'; expected a list");
  for (const finding of findings) {
    if (typeof finding?.kind === 'string' && typeof finding.function === 'string') continue;
    refuse(`the snapshot has the finding ${describeValue(finding)}; expected a kind and a function`);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function refuse(message: string): never {
  throw new LabelwrightError('invalid-file', message);
}
