import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputError } from './output.ts';
import { hashOf, TextHashSet } from './text-hash-set.ts';

/** How many texts are kept in memory. */
const MOST_TEXTS = 1_000_000;

/** Hashes beyond them wait in so many files, by their last bits. */
const FILES = 64;

/** So many words wait in memory for each file. */
const WORDS = 4096;

/**
 * Finds texts that occur twice among any number of them, by hashes of 64 bits.
 *
 * The first million take 16 MB of memory; of those beyond, the hashes wait on the disk, 8 bytes each.
 */
export class RepeatedTexts {
  readonly #most: number;
  readonly #set = new TextHashSet();
  #spilled: SpilledHashes | undefined;

  /** @param most - how many texts are kept in memory */
  constructor(most: number = MOST_TEXTS) {
    this.#most = most;
  }

  /** Adds a text; holds where it is known now that its hash was there before. */
  add(text: string): boolean {
    if (this.#set.size < this.#most) return !this.#set.add(text);
    if (this.#set.has(text)) return true;
    this.#spilled ??= new SpilledHashes();
    this.#spilled.add(text);
    return false;
  }

  /** Tells of a text whether its hash occurred twice on the disk; `undefined` where none did. */
  repeated(): ((text: string) => boolean) | undefined {
    const hashes = this.#spilled?.repeated() ?? new Set();
    return hashes.size === 0 ? undefined : (text) => hashes.has(keyOf(text));
  }

  /** Removes what waits on the disk. */
  close(): void {
    this.#spilled?.close();
    this.#spilled = undefined;
  }
}

/** Hashes in files of a folder of its own. */
class SpilledHashes {
  readonly #folder = mkdtempSync(join(tmpdir(), 'labelwright-ids-'));
  readonly #files: number[] = [];
  readonly #waiting = Array.from({ length: FILES }, () => new Uint32Array(WORDS));
  readonly #filled = new Uint32Array(FILES);

  constructor() {
    for (let file = 0; file < FILES; file++) this.#files.push(openSync(this.#pathOf(file), 'w'));
  }

  add(text: string): void {
    const [low, high] = hashOf(text);
    const file = low % FILES;
    const words = this.#waiting[file];
    words[this.#filled[file]++] = low;
    words[this.#filled[file]++] = high;
    if (this.#filled[file] === WORDS) this.#flush(file);
  }

  /** The hashes that occur twice. */
  repeated(): Set<bigint> {
    const found = new Set<bigint>();
    for (let file = 0; file < FILES; file++) {
      this.#flush(file);
      const bytes = readFileSync(this.#pathOf(file));
      const hashes = new BigUint64Array(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
      ).sort();
      for (let n = 1; n < hashes.length; n++) if (hashes[n] === hashes[n - 1]) found.add(hashes[n]);
    }
    return found;
  }

  close(): void {
    for (const file of this.#files.splice(0)) closeSync(file);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #flush(file: number): void {
    const words = this.#waiting[file].subarray(0, this.#filled[file]);
    this.#filled[file] = 0;
    try {
      writeSync(this.#files[file], words);
    } catch (cause) {
      throw outputError(this.#pathOf(file), cause);
    }
  }

  #pathOf(file: number): string {
    return join(this.#folder, `${file}.hashes`);
  }
}

/** The hash of a text as the files give it back. */
function keyOf(text: string): bigint {
  return new BigUint64Array(Uint32Array.from(hashOf(text)).buffer)[0];
}
