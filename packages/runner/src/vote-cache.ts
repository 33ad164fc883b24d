import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@labelwright/core';

/** What a function voted on a record: the position of the label, -1 where it abstained, and the confidence. */
export interface KnownVote {
  readonly vote: number;
  readonly confidence: number;
}

/** The first bytes of a segment, with the number of its format. */
const MAGIC = Buffer.from('LWVC0001');
const HASH_BYTES = 16;
const ENTRY_BYTES = HASH_BYTES + 2 + 4;
const SUM_BYTES = 32;

/** The most votes that are kept of one function: some 100 MB in memory. */
const MOST_VOTES = 1_000_000;

/** So many segments are joined into one. */
const MANY_SEGMENTS = 24;

/**
 * The votes of one version of a function, by the hash of the record, on the disk.
 *
 * They lie in segments that are written whole and never changed, so runs at the same time do not disturb each
 * other, and a run that is killed leaves whole segments behind. A segment that is damaged counts for nothing.
 */
export class VoteCache {
  readonly #folder: string;
  readonly #onNote: (note: string) => void;
  readonly #known = new Map<string, KnownVote>();
  readonly #fresh = new Map<string, KnownVote>();

  /** @param onNote - gets what is wrong with the cache, which is never an error */
  constructor(folder: string, onNote: (note: string) => void) {
    this.#folder = folder;
    this.#onNote = onNote;
    const segments = this.#read();
    if (segments.length >= MANY_SEGMENTS) this.#join(segments);
  }

  get(hash: string): KnownVote | undefined {
    return this.#known.get(hash);
  }

  set(hash: string, vote: KnownVote): void {
    if (this.#known.size >= MOST_VOTES || this.#known.has(hash)) return;
    this.#known.set(hash, vote);
    this.#fresh.set(hash, vote);
  }

  /** Writes what is new; a disk that is full is noted, for the votes are safe without. */
  flush(): void {
    if (this.#fresh.size === 0) return;
    this.#write(this.#fresh);
    this.#fresh.clear();
  }

  #read(): string[] {
    const names = listOf(this.#folder).filter((name) => name.endsWith('.votes'));
    for (const name of names) {
      const path = join(this.#folder, name);
      try {
        decodeInto(readFileSync(path), this.#known);
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') continue; // Another run has joined it to others.
        this.#onNote(`left out '${path}' of the cache: ${messageOf(thrown)}`);
      }
    }
    return names;
  }

  /** Writes one segment before the others go, so that nothing is lost in between. */
  #join(names: readonly string[]): void {
    if (!this.#write(this.#known)) return;
    for (const name of names) rmSync(join(this.#folder, name), { force: true });
  }

  #write(votes: ReadonlyMap<string, KnownVote>): boolean {
    const path = join(this.#folder, `${randomUUID()}.votes`);
    const unfinished = `${path}.part`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(unfinished, encode(votes));
      renameSync(unfinished, path);
      return true;
    } catch (thrown) {
      tidy(unfinished);
      this.#onNote(`wrote nothing to the cache: ${messageOf(thrown)}`);
      return false;
    }
  }
}

function tidy(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Its folder is no folder, so it is not there.
  }
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function encode(votes: ReadonlyMap<string, KnownVote>): Buffer {
  const buffer = Buffer.alloc(MAGIC.length + votes.size * ENTRY_BYTES);
  MAGIC.copy(buffer);
  let at = MAGIC.length;
  for (const [hash, { vote, confidence }] of votes) {
    buffer.write(hash, at, 'latin1');
    buffer.writeInt16LE(vote, at + HASH_BYTES);
    buffer.writeFloatLE(confidence, at + HASH_BYTES + 2);
    at += ENTRY_BYTES;
  }
  return Buffer.concat([buffer, sumOf(buffer)]);
}

function decodeInto(bytes: Buffer, known: Map<string, KnownVote>): void {
  const end = bytes.length - SUM_BYTES;
  const content = bytes.subarray(0, Math.max(0, end));
  const whole = end >= MAGIC.length && sumOf(content).equals(bytes.subarray(end));
  if (!whole || !content.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('it is damaged');
  for (let at = MAGIC.length; at + ENTRY_BYTES <= end && known.size < MOST_VOTES; at += ENTRY_BYTES) {
    known.set(content.toString('latin1', at, at + HASH_BYTES), {
      vote: content.readInt16LE(at + HASH_BYTES),
      confidence: content.readFloatLE(at + HASH_BYTES + 2),
    });
  }
}

function sumOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The hash of a record's content, as a key of the cache; the order of its fields matters. */
export function hashRecord(record: unknown): string {
  const text = JSON.stringify(record, spelled) ?? String(record);
  return createHash('sha256').update(text).digest().toString('latin1', 0, HASH_BYTES);
}

/** What JSON would take for something else. */
function spelled(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `bigint ${value}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return `number ${value}`;
  return value;
}
