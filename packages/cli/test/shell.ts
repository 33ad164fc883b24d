import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../src/index.ts';

/** What a command printed, and its exit code. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const dist = (file: string): string => new URL(`../../labelwright/dist/${file}.js`, import.meta.url).href;
const packages = {
  labelwright: dist('index'),
  'labelwright/io': dist('io'),
  'labelwright/text': dist('text'),
};

/** An empty folder to run commands in, by full paths. */
export class Shell {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'labelwright-cli-'));

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Runs the command; `@name` stands for the file of that name in the folder. */
  async run(line: string, signal?: AbortSignal): Promise<Outcome> {
    const { done, printed } = this.#begin(line, signal);
    const code = await done;
    return { code, ...printed };
  }

  /** Starts the command: its exit code to come, and all that it has printed by now. */
  start(line: string, signal: AbortSignal): { readonly done: Promise<number>; readonly text: () => string } {
    const { done, printed } = this.#begin(line, signal);
    return { done, text: () => printed.out + printed.err };
  }

  #begin(line: string, signal?: AbortSignal) {
    const args = line.split(' ').map((word) => (word.startsWith('@') ? this.path(word.slice(1)) : word));
    const printed = { out: '', err: '' };
    const terminal = {
      out: (text: string) => {
        printed.out += text;
      },
      err: (text: string) => {
        printed.err += text;
      },
      interactive: false,
      color: false,
      width: 80,
    };
    const done = main(args, { terminal, packages, version: '1.2.3', ...(signal && { signal }) });
    return { done, printed };
  }
}

/** Three comments, as JSON Lines. */
export const comments = [
  { id: 'c1', text: 'see http://example.com' },
  { id: 'c2', text: 'love this song' },
  { id: 'c3', text: 'the weather was fine when we went to the lake' },
]
  .map((record) => `${JSON.stringify(record)}\n`)
  .join('');

/** A labeling module with two rules and whatever else a test needs. */
export function moduleText(more = ''): string {
  return `
import { defineTask, keywords, matches, type } from 'labelwright';
const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ id: string; text: string }>(), text: 'text' });
export default functions({
  link: when('text', matches(/https?:/)).vote('spam').examples({ spam: ['http://a.example'], abstain: ['hello'] }),
  song: when('text', keywords('song')).vote('ham'),
  ${more}
});
`;
}
