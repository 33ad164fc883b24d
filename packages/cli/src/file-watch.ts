import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Editors write a file in several steps; so long nothing may happen before a change counts, in milliseconds. */
const SETTLED = 40;

/** Waits for changes in the folders of some files. */
export class FileWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;
  #changed = false;
  #resume: (() => void) | undefined;

  /** Watches the folders of these files, besides those watched already. */
  add(files: readonly string[]): void {
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      if (this.#watchers.has(folder)) continue;
      const watcher = watch(folder, (_, name) => {
        if (name?.startsWith('.labelwright') !== true) this.#note();
      });
      watcher.on('error', () => watcher.close()); // The folder is gone: nothing more will change in it.
      this.#watchers.set(folder, watcher);
    }
  }

  /** Waits for the next change; `false` where the signal ends the wait. */
  async next(signal: AbortSignal): Promise<boolean> {
    const stop = () => this.#resume?.();
    signal.addEventListener('abort', stop);
    try {
      if (!this.#changed && !signal.aborted) await new Promise<void>((resolve) => (this.#resume = resolve));
      this.#changed = false;
      return !signal.aborted;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  #note(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#changed = true;
      this.#resume?.();
    }, SETTLED);
  }
}
