import { LabelwrightError, messageOf } from '@labelwright/core';
import type { PackageUrls } from '@labelwright/runner';
import { Command, CommanderError } from 'commander';
import { type Context, Interrupted } from './context.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** What the command is run with. */
export interface MainOptions {
  /** Where a labeling module's `import … from 'labelwright'` leads: specifier → file URL. */
  readonly packages?: PackageUrls;
  readonly version?: string;
  readonly terminal?: Terminal;
  readonly signal?: AbortSignal;
}

/** Exit codes: everything went well, the work failed, the command was misused, Ctrl-C. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Ctrl-C, a request to end, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the command `labelwright`.
 *
 * @param args - the arguments behind the command's name
 * @returns the exit code: 0, 1 (failed), 2 (wrong usage) or 130 (Ctrl-C)
 */
export async function main(args: readonly string[], options: MainOptions = {}): Promise<number> {
  const { terminal = processTerminal(), packages = {}, version = '0.0.0' } = options;
  const stop = new AbortController();
  const signal = options.signal ?? stop.signal;
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    const program = createProgram(await loadCommands(args[0]), { terminal, packages, signal }, version);
    await program.parseAsync(withoutHelpOnUnknown(args, program), { from: 'user' });
    return EXIT.done;
  } catch (thrown) {
    return explain(thrown, terminal, args.includes('--stack'));
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

type AddCommand = (program: Command, context: Context) => void;

/** The commands, in the order of the help: one that is named is loaded alone, for the libraries of others take time. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import('./commands/init.ts')).addInit,
  run: async () => (await import('./commands/run.ts')).addRun,
  apply: async () => (await import('./commands/apply.ts')).addApply,
  fit: async () => (await import('./commands/fit.ts')).addFit,
  predict: async () => (await import('./commands/predict.ts')).addPredict,
  settle: async () => (await import('./commands/settle.ts')).addSettle,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  report: async () => (await import('./commands/report.ts')).addReport,
  suggest: async () => (await import('./commands/suggest.ts')).addSuggest,
  diff: async () => (await import('./commands/diff.ts')).addDiff,
  drift: async () => (await import('./commands/drift.ts')).addDrift,
  check: async () => (await import('./commands/check.ts')).addCheck,
  test: async () => (await import('./commands/test.ts')).addTest,
  watch: async () => (await import('./commands/watch.ts')).addWatch,
  pack: async () => (await import('./commands/pack.ts')).addPack,
  worker: async () => (await import('./commands/worker.ts')).addWorker,
};

function loadCommands(name: string | undefined): Promise<AddCommand[]> {
  const wanted = name !== undefined && Object.hasOwn(COMMANDS, name) ? [name] : Object.keys(COMMANDS);
  return Promise.all(wanted.map((command) => COMMANDS[command]()));
}

/** Keeps only the name of an unknown command: with `--help` behind it the help of all would be shown, and no error. */
function withoutHelpOnUnknown(args: readonly string[], { commands: known }: Command): string[] {
  const name = args[0] === 'help' ? args[1] : args[0];
  if (name === undefined || name.startsWith('-') || known.some((command) => command.name() === name))
    return [...args];
  return [name];
}

function createProgram(commands: readonly AddCommand[], context: Context, version: string): Command {
  const { out, err } = context.terminal;
  const output = {
    writeOut: out,
    writeErr: err,
    outputError: (text: string) => err(text.replace(/^error: /, 'labelwright: ')),
  };
  const program = new Command('labelwright')
    .description('Weak supervision: labeling functions in, probabilistic labels out.')
    .version(version, '-v, --version')
    .exitOverride()
    .configureOutput(output)
    .showHelpAfterError('(add --help for the options and an example)');
  for (const add of commands) add(program, context);
  for (const command of program.commands) {
    command
      .exitOverride()
      .configureOutput(output)
      .showHelpAfterError('(add --help for the options and an example)')
      .option('--json', 'print one JSON object for machines')
      .option('--quiet', 'print errors only')
      .option('--stack', 'print the stack trace of an error');
    requireInAction(command);
  }
  return program;
}

/** Misses required options after unknown ones are told, among which a misspelt one may be. */
function requireInAction(command: Command): void {
  const required = command.options.filter((option) => option.mandatory);
  for (const option of required) option.mandatory = false;
  command.hook('preAction', () => {
    const missing = required.find((option) => command.getOptionValue(option.attributeName()) === undefined);
    if (missing) command.error(`error: required option '${missing.flags}' not specified`);
  });
}

function explain(thrown: unknown, terminal: Terminal, stack: boolean): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (thrown instanceof Interrupted) {
    terminal.err('labelwright: interrupted; finished outputs are whole, unfinished ones are gone\n');
    return EXIT.interrupted;
  }
  terminal.err(`labelwright: ${messageOf(thrown)}\n`);
  const unexpected = !(thrown instanceof LabelwrightError);
  if ((stack || unexpected) && thrown instanceof Error) terminal.err(`${thrown.stack}\n`);
  const usage = thrown instanceof LabelwrightError && thrown.code === 'invalid-option';
  return usage ? EXIT.usage : EXIT.failed;
}
