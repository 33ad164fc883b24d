import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** A bar that people watch; nothing at all in a pipe. */
export interface Progress {
  /** So many records are done, and, where it is known, this share of the input (0 to 1); the note stands behind. */
  readonly update: (records: number, share?: number, note?: string) => void;
  readonly stop: () => void;
}

const STEPS = 1000;

/** Starts a bar on the error output, with the rate and the time left. */
export function startProgress(title: string, terminal: Terminal, quiet = false): Progress {
  if (!terminal.interactive || quiet) return { update: () => undefined, stop: () => undefined };
  const started = performance.now();
  const format = `${title} {bar} {percentage}% | {records} records | {rate}/s | {left} left{note}`;
  const bar = new SingleBar(
    { format, stream: process.stderr, hideCursor: true, barsize: 24 },
    Presets.shades_classic,
  );
  const unknown = { records: '0', rate: '–', left: '–', note: '' };
  bar.start(STEPS, 0, unknown);
  return {
    update(records, share = 0, note = '') {
      const seconds = (performance.now() - started) / 1000;
      const left = share > 0 ? duration((seconds * (1 - share)) / share) : '–';
      const rate = Math.round(records / Math.max(seconds, 0.001)).toLocaleString('en');
      bar.update(Math.round(share * STEPS), {
        records: records.toLocaleString('en'),
        rate,
        left,
        note: note && ` | ${note}`,
      });
    },
    stop: () => bar.stop(),
  };
}

/** Seconds as people say them: `8 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
