import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';

/** Where a command prints; the tests pass their own. */
export interface Terminal {
  /** Results, for people or for a pipe. */
  readonly out: (text: string) => void;
  /** Progress, warnings and errors. */
  readonly err: (text: string) => void;
  /** Holds when errors and progress go to a person's terminal. */
  readonly interactive: boolean;
  /** Holds when results may be coloured. */
  readonly color: boolean;
  /** The width of the output, in characters. */
  readonly width: number;
  /** Asks the person for a line; `undefined` where the input has ended. Left out where nobody is there to answer. */
  readonly ask?: ((prompt: string, signal: AbortSignal) => Promise<string | undefined>) | undefined;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  stdout.on('error', endUnlessClosed);
  stderr.on('error', endUnlessClosed);
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    interactive: stderr.isTTY === true && env.CI === undefined,
    color: stdout.isTTY === true && env.NO_COLOR === undefined,
    width: stdout.columns ?? 100,
    ask: stdin.isTTY === true && stderr.isTTY === true ? askPerson : undefined,
  };
}

/** Passes over a reader that has seen enough, such as `head`: files are still written whole. */
function endUnlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  writeSync(2, `labelwright: the output cannot be written (${error.message})\n`);
  process.exit(1);
}

async function askPerson(prompt: string, signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // While a line is read, Ctrl-C reaches the reader of lines alone: it is passed on.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    return await Promise.race([lines.question(prompt, { signal }), ended]);
  } catch (thrown) {
    if (signal.aborted) return undefined;
    throw thrown;
  } finally {
    lines.close();
  }
}
