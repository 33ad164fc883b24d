import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Packed, type PackOptions, packModule } from '../src/index.ts';

const dist = (file: string): string => new URL(`../../labelwright/dist/${file}.js`, import.meta.url).href;
export const packages = { labelwright: dist('index'), 'labelwright/text': dist('text') };

/** A labeling module with functions that behave, print, die and hang. */
export const moduleText = `import { defineTask, keywords, matches, type } from 'labelwright';
const { when, functions } = defineTask({
  labels: ['ham', 'spam'],
  record: type<{ id: string; text: string }>(),
});
console.log('loaded');
export default functions({
  link: when('text', matches(/https?:/)).vote('spam'),
  song: when('text', keywords('song', 'chanson', '歌')).vote('ham'),
  loud: ({ text }) => {
    console.log('looking at', text.slice(0, 20));
    return text.length > 40 ? 'spam' : undefined;
  },
  moody: ({ text }) => {
    if (text.includes('DIE')) process.exit(3);
    if (text.includes('THROW')) throw new Error('no mood');
    while (text.includes('HANG')) text.length;
    return text.includes('!') ? 'spam' : undefined;
  },
});
`;

/** A folder with a packed module. */
export class PackFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'labelwright-pack-'));

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  write(name: string, text: string | Buffer): string {
    writeFileSync(this.at(name), text);
    return this.at(name);
  }

  async pack(text: string, to = 'pack', options: PackOptions = {}): Promise<Packed> {
    mkdirSync(this.at(`${to}-source`), { recursive: true });
    const file = this.write(join(`${to}-source`, 'labeling.ts'), text);
    return await packModule(file, this.at(to), { packages, ...options });
  }

  /** Starts the packed program, in a folder where nothing is installed. */
  start(args: readonly string[], pack = 'pack'): Worker {
    const manifest = JSON.parse(readFileSync(this.at(pack, 'manifest.json'), 'utf8'));
    return new Worker(spawn(process.execPath, [this.at(pack, manifest.file), ...args], { cwd: tmpdir() }));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A packed program that runs. */
export class Worker {
  readonly process: ChildProcessWithoutNullStreams;
  out = '';
  err = '';
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;

  constructor(process: ChildProcessWithoutNullStreams) {
    this.process = process;
    process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    process.stdin.on('error', () => undefined); // It may be gone before it has read all.
    this.ended = new Promise((resolve) => process.once('close', (code, signal) => resolve(code ?? signal)));
  }

  /** What it has written so far, line by line. */
  get lines(): { readonly [field: string]: unknown }[] {
    return this.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  /** Settles when it has written so many lines. */
  async answered(lines: number): Promise<void> {
    while (this.out.split('\n').length <= lines) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
