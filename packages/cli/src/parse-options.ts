import { availableParallelism } from 'node:os';
import type { SampleSize } from '@labelwright/io';
import type { Share } from '@labelwright/label-model';
import { InvalidArgumentError } from 'commander';

/** `ham,spam` as a list of names. */
export function parseNames(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new InvalidArgumentError('Expected names with commas between them: ham,spam.');
  return names;
}

/** `ham=0.8,spam=0.1..0.3` as a share, or the interval it lies in, for each label. */
export function parseShares(value: string): Record<string, Share> {
  const shares: Record<string, Share> = {};
  for (const part of value.split(',')) {
    const [, label = '', numbers = ''] = /^(.+)=([^=]+)$/.exec(part.trim()) ?? [];
    const [low, high = low, ...more] = numbers.split('..').map(Number);
    if (label === '' || more.length > 0 || !(low > 0 && high < 1 && low <= high)) {
      throw new InvalidArgumentError(
        `Found '${part.trim()}'; expected label=share or label=low..high between 0 and 1: ham=0.8,spam=0.1..0.3.`,
      );
    }
    shares[label] = low === high ? low : [low, high];
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

/** The size of a sample: a number of records, or a share such as `5%`. */
export function parseSample(value: string): SampleSize {
  const [, number = ''] = /^([\d.]+)%$/.exec(value.trim()) ?? [];
  const share = Number(number) / 100;
  if (share > 0 && share <= 1) return { share };
  const count = Number(value);
  if (number === '' && Number.isInteger(count) && count > 0) return { count };
  throw new InvalidArgumentError(
    'Expected a number of records, or a share above 0 and up to 100%: 10000 or 5%.',
  );
}

/** A whole number above 0, or `auto` for one worker per core. */
export function parseWorkers(value: string): number {
  return value === 'auto' ? Math.max(1, availableParallelism()) : parseCount(value);
}

/** A number from 0. */
export function parseAmount(value: string): number {
  const amount = Number(value);
  if (value.trim() === '' || !(amount >= 0 && Number.isFinite(amount)))
    throw new InvalidArgumentError('Expected a number from 0.');
  return amount;
}

/** A number from 0 to 1. */
export function parseShare(value: string): number {
  const share = Number(value);
  if (value.trim() === '' || !(share >= 0 && share <= 1))
    throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return share;
}
