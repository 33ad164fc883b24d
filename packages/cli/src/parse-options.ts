import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';

/** `ham,spam` as a list of names. */
export function parseNames(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new InvalidArgumentError('Expected names with commas between them: ham,spam.');
  return names;
}

/** `ham=0.8,spam=0.2` as a share for each label. */
export function parseShares(value: string): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const part of value.split(',')) {
    const [, label = '', number = ''] = /^(.+)=([^=]+)$/.exec(part.trim()) ?? [];
    const share = Number(number);
    if (label === '' || !(share > 0 && share < 1)) {
      throw new InvalidArgumentError(
        `Found '${part.trim()}'; expected label=share with a share between 0 and 1: ham=0.8,spam=0.2.`,
      );
    }
    shares[label] = share;
  }
  return shares;
}

/** A whole number above 0. */
export function parseCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count <= 0)
    throw new InvalidArgumentError('Expected a whole number above 0.');
  return count;
}

/** A whole number above 0, or `auto` for one worker per core. */
export function parseWorkers(value: string): number {
  return value === 'auto' ? Math.max(1, availableParallelism()) : parseCount(value);
}

/** A number from 0 to 1. */
export function parseShare(value: string): number {
  const share = Number(value);
  if (value.trim() === '' || !(share >= 0 && share <= 1))
    throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return share;
}
