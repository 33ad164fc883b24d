import { openArrow } from './arrow-file.ts';
import type { VoteOpener } from './vote-source.ts';
import { type ColumnRun, HEADER_KEY, openColumnVotes } from './votes-columns.ts';

/** Opens votes in Arrow: as the votes writer leaves them, or any table with a column per labeling function. */
export const openArrowVotes: VoteOpener = async (path, given) => {
  const file = await openArrow(path);
  const header = file.schema.metadata.get(HEADER_KEY);
  await file.close();
  return await openColumnVotes(path, given, header, readColumns);
};

async function* readColumns(path: string): AsyncGenerator<ColumnRun> {
  const file = await openArrow(path);
  try {
    for await (const { batch, share } of file.batches()) {
      const part = batch.schema.fields.map((_, c) => batch.getChildAt(c)?.toArray() ?? []);
      yield { part: part.map((values) => Array.from(values)), share: () => share };
    }
  } finally {
    await file.close();
  }
}
