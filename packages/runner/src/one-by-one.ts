import {
  type AppliedVotes,
  type ApplySettings,
  BatchApplication,
  type HangCounts,
  type RecordBatch,
  ThreadDeath,
} from './apply-batch.ts';
import { joinParts, partsOf } from './batch-parts.ts';
import type { PlainFault } from './protocol.ts';
import type { LentThread } from './thread-pool.ts';
import { noneFound } from './with-known.ts';

/** What applying record by record goes by. */
export interface OneByOne {
  readonly settings: ApplySettings;
  readonly hangs: HangCounts;
  readonly budget: number | undefined;
}

/**
 * Applies a module to each record on its own, after a thread has died of nobody knows which: the function that
 * kills its thread on a record abstains there, with a fault.
 *
 * @returns the votes, and the hangs after them
 */
export async function applyOneByOne(
  batch: RecordBatch,
  lent: LentThread,
  given: OneByOne,
): Promise<{ readonly applied: AppliedVotes; readonly hangs: HangCounts }> {
  const { settings, budget } = given;
  const { functions } = settings.module;
  const columns = functions.map((_, column) => column);
  let { hangs } = given;
  let cause = '';

  const attempt = async (
    part: RecordBatch,
    leftOut: readonly number[],
  ): Promise<AppliedVotes | undefined> => {
    const unwanted = [...(part.unwanted ?? []), ...leftOut];
    const application = new BatchApplication({ ...part, unwanted }, hangs, settings, budget);
    try {
      const applied = await application.run(lent, () => false);
      hangs = application.hangs;
      return applied;
    } catch (thrown) {
      if (!(thrown instanceof ThreadDeath)) throw thrown;
      cause = thrown.reason;
      await lent.replace();
      return undefined;
    }
  };
  // A thread may die of what was left over from the record before, so only the second time counts.
  const kills = async (part: RecordBatch, column: number) => {
    const others = columns.filter((other) => other !== column);
    return !(await attempt(part, others)) && !(await attempt(part, others));
  };
  const apply = async (part: RecordBatch): Promise<AppliedVotes> => {
    const whole = (await attempt(part, [])) ?? (await attempt(part, []));
    if (whole) return whole;
    const killers: number[] = [];
    for (const column of columns) if (await kills(part, column)) killers.push(column);
    const applied = (await attempt(part, killers)) ?? noneFound(settings.module, part.ids);
    const faults = killers.map((column) => deathOf(functions[column], part, cause));
    return { ...applied, faults: [...faults, ...applied.faults] };
  };

  await lent.replace();
  const parts: AppliedVotes[] = [];
  for (const part of partsOf(batch, () => 1)) parts.push(await apply(part));
  return { applied: joinParts(parts), hangs };
}

function deathOf(name: string, { ids, placeOf }: RecordBatch, cause: string): PlainFault {
  const [id] = ids;
  const message = `labeling function '${name}' ended its thread on record '${id}': ${cause}`;
  return {
    function: name,
    row: 0,
    id,
    kind: 'threw',
    message: placeOf ? `${placeOf(0)}: ${message}` : message,
  };
}
