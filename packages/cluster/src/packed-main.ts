import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { writeJson } from '@labelwright/io';
import { estimator } from '@labelwright/label-model';
import { describeSampled, fitStatistics } from './fit-statistics.ts';
import { openPack, readPack, WORKER_OPTIONS } from './open-pack.ts';
import { runWorker, type WorkerOptions } from './run-worker.ts';
import { writeOut } from './write-out.ts';

export { serveThread } from '@labelwright/runner';

/** Exit codes, as those of the command `labelwright`. */
const EXIT = { done: 0, failed: 1, usage: 2 } as const;

const USAGE = `usage: node lfs.HASH.mjs --stdio [--id FIELD] [--model MODEL.json]
       node lfs.HASH.mjs --shard FILE [--range FROM:TO] --output FOLDER [--id FIELD]
       node lfs.HASH.mjs --shard FILE --split N
       node lfs.HASH.mjs --fit STATISTICS... --output MODEL.json [--estimator NAME]
       node lfs.HASH.mjs --score --model MODEL.json
`;

/**
 * The program of a packed labeling module: what `labelwright worker` does, and fitting, with nothing installed.
 *
 * @param url - the address of the packed module
 * @returns the exit code
 */
export async function runPacked(url: string, args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    if (values.fit) {
      const { model, statistics } = await fitStatistics(positionals, estimator(values.estimator));
      if (values.output === undefined) throw new LabelwrightError('invalid-option', 'found no --output');
      await writeJson(values.output, model.toJSON());
      const sampled = describeSampled(statistics);
      if (sampled !== '') process.stderr.write(`labelwright: ${sampled}\n`);
      return EXIT.done;
    }
    const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
    const options: WorkerOptions = {
      ...values,
      split: number(values.split),
      cap: number(values.cap),
      sample: number(values.sample),
    };
    const file = fileURLToPath(url);
    const manifest = values.manifest ?? join(dirname(file), 'manifest.json');
    const open = async () => openPack(await readPack(manifest, file), WORKER_OPTIONS);
    await runWorker(options, { open, write: writeOut });
    return EXIT.done;
  } catch (thrown) {
    const usage = !(thrown instanceof LabelwrightError) && isUsage(thrown);
    process.stderr.write(`labelwright: ${messageOf(thrown)}\n${usage ? USAGE : ''}`);
    const wrong = usage || (thrown instanceof LabelwrightError && thrown.code === 'invalid-option');
    return wrong ? EXIT.usage : EXIT.failed;
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      stdio: flag,
      score: flag,
      fit: flag,
      manifest: text,
      shard: text,
      range: text,
      split: text,
      output: text,
      id: text,
      model: text,
      cap: text,
      sample: text,
      estimator: { ...text, default: 'auto' },
    },
  });
}

function isUsage(thrown: unknown): boolean {
  return String((thrown as { readonly code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS');
}
