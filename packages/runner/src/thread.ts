import { setFlagsFromString } from 'node:v8';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { LabelwrightError, messageOf } from '@labelwright/core';
import type {
  ApplyOptions,
  AsyncLabelingFunctions,
  ExampleResult,
  Fault,
  LabelingFunctions,
} from '@labelwright/labeling';
import { collectEvidence } from './collect-evidence.ts';
import type { ExampleOutcome, PlainFault, Reply, Request, ThreadData } from './protocol.ts';

type AnySet = LabelingFunctions<unknown, string, string> | AsyncLabelingFunctions<unknown, string, string>;

const { url, path, heartbeat } = workerData as ThreadData;
const beats = new Int32Array(heartbeat);

// A pattern that backtracks too long is finished by V8's linear-time engine, where that engine knows the pattern.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
process.setSourceMapsEnabled(true);

if (parentPort) await serve(parentPort);

async function serve(port: MessagePort): Promise<void> {
  const answer = (reply: Reply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer);
  let set: AnySet;
  try {
    set = await loadSet();
  } catch (thrown) {
    answer(failure(thrown));
    return;
  }
  const { labels, names: functions, text } = set;
  answer({ kind: 'ready', module: { labels, functions, text, async: set.async } });
  port.on('message', async (request: Request) => {
    try {
      if (request.kind === 'examples') {
        answer({ kind: 'examples', outcomes: await runExamples(set) });
      } else {
        const reply = await apply(set, request);
        answer(reply, [reply.votes.buffer as ArrayBuffer]);
      }
    } catch (thrown) {
      answer(failure(thrown));
    }
  });
}

async function loadSet(): Promise<AnySet> {
  let loaded: { default?: unknown };
  try {
    loaded = await import(url);
  } catch (thrown) {
    if (thrown instanceof LabelwrightError) throw thrown;
    throw new LabelwrightError('invalid-module', `'${path}' does not load: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
  if (isSet(loaded.default)) return loaded.default;
  const exported = Object.keys(loaded).join(', ') || 'nothing';
  throw new LabelwrightError(
    'invalid-module',
    `'${path}' exports ${exported}; expected a default export made by functions({ … }) or asyncFunctions({ … })`,
  );
}

function isSet(value: unknown): value is AnySet {
  return (
    typeof value === 'object' && value !== null && 'applyTo' in value && 'names' in value && 'labels' in value
  );
}

async function apply(
  set: AnySet,
  request: Extract<Request, { kind: 'apply' }>,
): Promise<Extract<Reply, { kind: 'votes' }>> {
  const faults: PlainFault[] = [];
  const skipped = new Set(request.skip);
  const off = new Set(request.off);
  const columns = set.names.length;
  const options: ApplyOptions = {
    ids: request.ids,
    heartbeat: beats,
    skip: (row, column) => off.has(column) || skipped.has(row * columns + column),
    ...(request.tolerant && { onFault: (fault: Fault) => faults.push(plain(fault)) }),
  };
  const matrix = set.async
    ? await set.applyTo(request.records, {
        ...options,
        concurrency: request.concurrency,
        timeLimit: request.timeLimit,
      })
    : set.applyTo(request.records, options);
  const evidence = collectEvidence(set.functions, matrix, request, beats);
  return { kind: 'votes', votes: matrix.votes, confidences: matrix.confidences, faults, evidence };
}

function plain({ cause: _, ...fault }: Fault): PlainFault {
  return fault;
}

async function runExamples(set: AnySet): Promise<ExampleOutcome[]> {
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

function failure(thrown: unknown): Reply {
  const code = thrown instanceof LabelwrightError ? thrown.code : 'function-failed';
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const cause =
    thrown instanceof Error && thrown.cause instanceof Error ? `\ncaused by ${thrown.cause.stack}` : '';
  const { fault } = thrown as { readonly fault?: Fault };
  return { kind: 'failed', code, message: messageOf(thrown), stack: stack + cause, row: fault?.row };
}
