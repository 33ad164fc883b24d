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
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    interactive: stderr.isTTY === true && env.CI === undefined,
    color: stdout.isTTY === true && env.NO_COLOR === undefined,
    width: stdout.columns ?? 100,
  };
}
