import { setFlagsFromString } from 'node:v8';
import { type MessagePort, workerData } from 'node:worker_threads';
import { LabelwrightError, messageOf } from '@labelwright/core';
import {
  type ApplyOptions,
  type AsyncLabelingFunctions,
  defineTask,
  type ExampleResult,
  type Fault,
  isQuick,
  type LabelingFunctions,
  testedField,
} from '@labelwright/labeling';
import { collectEvidence } from './collect-evidence.ts';
import { toLoadError } from './load-error.ts';
import { placeOfError } from './place-of-error.ts';
import type { ExampleOutcome, PlainFault, Reply, Request, SpareData, ThreadData } from './protocol.ts';
import { withKnown } from './with-known.ts';

type AnySet = LabelingFunctions<unknown, string, string> | AsyncLabelingFunctions<unknown, string, string>;

type Origin = Omit<ThreadData, 'heartbeat'>;

/** The module as it is loaded, and as the user names it. */
type ModulePlace = Pick<Origin, 'url' | 'path'>;

const SIDES = ['outside', 'inside'] as const;

/** What a module exports. */
type Exports = Readonly<Record<string, unknown>>;

/**
 * Does the work of a labeling thread: loads the module that it was started with, and answers what the main thread
 * asks of it.
 *
 * @param port - the way to the main thread
 * @param load - loads the module, where it is part of the code that runs here; default: imports it by its address
 */
export async function serveThread(port: MessagePort, load?: () => Promise<Exports>): Promise<void> {
  const data = workerData as ThreadData | SpareData;
  // A pattern that backtracks too long is finished by V8's linear-time engine, where that engine knows the pattern.
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  process.setSourceMapsEnabled(true);
  const origin = await originOf(port, data);
  await serve(port, origin, load ?? (() => import(origin.url)), new Int32Array(data.heartbeat));
}

/** Where the module is: known from the start, or told later to a thread that has loaded its packages meanwhile. */
async function originOf(port: MessagePort, data: ThreadData | SpareData): Promise<Origin> {
  if ('url' in data) return data;
  const told = new Promise<Origin>((resolve) => port.once('message', resolve));
  for (const address of data.imports) await import(address).catch(() => undefined); // The module will say so.
  return told;
}

async function serve(
  port: MessagePort,
  { url, path, part }: Origin,
  load: () => Promise<Exports>,
  beats: Int32Array,
): Promise<void> {
  const answer = (reply: Reply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer);
  let set: AnySet;
  let slices: SlicingFunctions;
  try {
    const loaded = await loadModule(load, { url, path });
    set = setIn(loaded, path);
    slices = slicesIn(loaded, path);
    if (part === 'slices') set = toSet(slices, set);
  } catch (thrown) {
    answer(failure(thrown, { url, path }));
    return;
  }
  const { labels, names: functions, text } = set;
  const quick = functions.map((name) => isQuick(set.functions[name]));
  const fields = functions.map((name) => testedField(set.functions[name]));
  const described = { labels, functions, text, async: set.async, fields, quick, slices: Object.keys(slices) };
  answer({ kind: 'ready', module: described });
  port.on('message', async (request: Request) => {
    try {
      if (request.kind === 'examples') {
        answer({ kind: 'examples', outcomes: await runExamples(set, beats) });
      } else {
        const reply = await apply(set, request, beats, { url, path });
        answer(reply, [reply.votes.buffer as ArrayBuffer]);
      }
    } catch (thrown) {
      answer(failure(thrown, { url, path }));
    }
  });
}

async function loadModule(load: () => Promise<Exports>, origin: Origin): Promise<Exports> {
  try {
    return await load();
  } catch (cause) {
    const place = placeOfError(cause, origin);
    if (place === undefined) throw toLoadError(origin.path, cause);
    const code = cause instanceof LabelwrightError ? cause.code : 'invalid-module';
    throw new LabelwrightError(code, `${place}: ${messageOf(cause)}`, { cause });
  }
}

function setIn(loaded: Exports, path: string): AnySet {
  const { default: set } = loaded;
  if (isSet(set)) return assertFunctions(set, path);
  const exported = Object.keys(loaded).join(', ') || 'nothing';
  throw new LabelwrightError(
    'invalid-module',
    `'${path}' exports ${exported}; expected a default export made by functions({ … }) or asyncFunctions({ … })`,
  );
}

function assertFunctions(set: AnySet, path: string): AnySet {
  if (set.names.length > 0) return set;
  throw new LabelwrightError(
    'invalid-module',
    `'${path}' has no labeling functions; expected at least one in functions({ … })`,
  );
}

function isSet(value: unknown): value is AnySet {
  return (
    typeof value === 'object' && value !== null && 'applyTo' in value && 'names' in value && 'labels' in value
  );
}

type SlicingFunctions = Readonly<Record<string, (record: unknown) => unknown>>;

/** The slicing functions of a module: its export `slices`, names with functions that tell whether a record is inside. */
function slicesIn({ slices = {} }: Exports, path: string): SlicingFunctions {
  const wrong =
    typeof slices !== 'object' || slices === null
      ? 'it'
      : Object.entries(slices).find(([, slice]) => typeof slice !== 'function')?.[0];
  if (wrong === undefined) return slices as SlicingFunctions;
  throw new LabelwrightError(
    'invalid-module',
    `'${path}' exports slices, but ${wrong === 'it' ? wrong : `'${wrong}' in it`} is no function; expected { name: (record) => true or false }`,
  );
}

/** The slicing functions as labeling functions on the same records. */
function toSet(slices: SlicingFunctions, { record }: AnySet): AnySet {
  const { functions } = defineTask({ labels: SIDES, record });
  return functions(
    Object.fromEntries(
      Object.entries(slices).map(([name, holds]) => [
        `slices.${name}`,
        (one: unknown) => {
          const inside = holds(one);
          if (typeof inside === 'boolean') return inside ? 'inside' : undefined;
          throw new TypeError(
            `it returned ${typeof inside === 'object' ? 'an object' : String(inside)}; expected true or false`,
          );
        },
      ]),
    ),
  );
}

async function apply(
  set: AnySet,
  request: Extract<Request, { kind: 'apply' }>,
  beats: Int32Array,
  origin: ModulePlace,
): Promise<Extract<Reply, { kind: 'votes' }>> {
  const faults: PlainFault[] = [];
  const plain = plainFaults(origin);
  const skipped = new Set([...request.skip, ...(request.known?.cells ?? [])]);
  const totals = { calls: 0, tokens: 0, cost: 0 };
  const unaffordable: number[] = [];
  const off = new Set(request.off);
  const columns = set.names.length;
  const times = new Float64Array(columns);
  const options: ApplyOptions = {
    ids: request.ids,
    heartbeat: beats,
    times,
    skip: (row, column) => off.has(column) || skipped.has(row * columns + column),
    ...(request.tolerant && { onFault: (fault: Fault) => faults.push(plain(fault)) }),
  };
  const found = set.async
    ? await set.applyTo(request.records, {
        ...options,
        concurrency: request.concurrency,
        timeLimit: request.timeLimit,
        budget: request.budget,
        onCall: ({ calls, tokens, cost }) => {
          totals.calls += calls;
          totals.tokens += tokens;
          totals.cost += cost;
        },
        onUnaffordable: (row, column) => unaffordable.push(row * columns + column),
      })
    : set.applyTo(request.records, options);
  const matrix = request.known ? withKnown(found, request.known) : found;
  const evidence = collectEvidence(set.functions, matrix, request, beats);
  const { votes, confidences } = matrix;
  return { kind: 'votes', votes, confidences, faults, evidence, times, calls: totals, unaffordable };
}

/** So many faults of a function in a batch say where in the module they arose: to find it takes time, and few are shown. */
const PLACED = 3;

/** Makes what tells faults to the main thread, the first of each function with their place. */
function plainFaults(origin: ModulePlace): (fault: Fault) => PlainFault {
  const placed = new Map<string | undefined, number>();
  return ({ cause, ...fault }) => {
    const count = placed.get(fault.function) ?? 0;
    if (count >= PLACED) return fault;
    placed.set(fault.function, count + 1);
    return { ...fault, message: withPlace(fault.message, cause, origin) };
  };
}

function withPlace(message: string, cause: unknown, origin: ModulePlace): string {
  const place = placeOfError(cause, origin);
  return place === undefined ? message : `${message} (${place})`;
}

async function runExamples(set: AnySet, beats: Int32Array): Promise<ExampleOutcome[]> {
  const results: ExampleResult[] = [];
  for (const [column, name] of set.names.entries()) {
    Atomics.store(beats, 1, column + 1);
    const one: AnySet = set.async ? set.select([name]) : set.select([name]);
    results.push(...(await one.testExamples()));
  }
  Atomics.store(beats, 1, 0);
  return results.map(({ function: name, record, expected, found, passed }) => ({
    function: name,
    record: typeof record === 'string' ? record : JSON.stringify(record),
    expected: expected ?? 'abstain',
    found: found ?? 'abstain',
    passed,
  }));
}

function failure(thrown: unknown, origin: ModulePlace): Reply {
  const code = thrown instanceof LabelwrightError ? thrown.code : 'function-failed';
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const cause =
    thrown instanceof Error && thrown.cause instanceof Error ? `\ncaused by ${thrown.cause.stack}` : '';
  const { fault } = thrown as { readonly fault?: Fault };
  const message = fault ? withPlace(fault.message, fault.cause, origin) : messageOf(thrown);
  return { kind: 'failed', code, message, stack: stack + cause, row: fault?.row };
}
