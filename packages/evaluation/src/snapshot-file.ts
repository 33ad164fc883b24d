import { LabelwrightError } from '@labelwright/core';
import type { Snapshot, SnapshotEntry } from './snapshot.ts';

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
  if (typeof found !== 'object' || found === null || found.labelwright !== 'snapshot') {
    refuse(`found ${describe(value)}; expected a snapshot`);
  }
  if (found.version !== 1) refuse(`the snapshot has version ${found.version}; expected 1`);
  if (typeof found.records?.hash !== 'string' || !Number.isInteger(found.records.count)) {
    refuse("the snapshot has no 'records'; expected their count and hash");
  }
  assertFigures('the data set', found.figures);
  for (const list of ['labels', 'functions', 'models'] as const) assertEntries(list, found[list]);
  for (const { name, hash } of found.functions) {
    if (typeof hash !== 'string') refuse(`'${name}' has no hash in the snapshot; expected that of its votes`);
  }
  if (!Array.isArray(found.findings)) refuse("the snapshot has no 'findings'; expected a list");
  return found;
}

function assertEntries(list: string, entries: readonly SnapshotEntry[]): void {
  if (!Array.isArray(entries)) refuse(`the snapshot has no '${list}'; expected a list`);
  for (const entry of entries) {
    if (typeof entry?.name !== 'string') refuse(`one of the snapshot's '${list}' has no name; expected one`);
    assertFigures(`'${entry.name}'`, entry.figures);
  }
}

function assertFigures(of: string, figures: unknown): void {
  if (typeof figures !== 'object' || figures === null)
    refuse(`${of} has no figures in the snapshot; expected some`);
  for (const [name, figure] of Object.entries(figures)) {
    const numbers = [figure?.value, figure?.low ?? 0, figure?.high ?? 0];
    if (numbers.every((number) => Number.isFinite(number))) continue;
    refuse(
      `${of} has the ${name} ${JSON.stringify(figure)} in the snapshot; expected a value and its interval`,
    );
  }
}

function refuse(message: string): never {
  throw new LabelwrightError('invalid-file', message);
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return String(JSON.stringify(value)).slice(0, 60);
  }
  const names = Object.keys(value);
  return names.length === 0 ? 'an empty object' : `an object with ${names.slice(0, 5).join(', ')}`;
}
