import { withDatabase } from './database.ts';
import { assertFile } from './file-error.ts';
import { literalPath, parquetError, readColumns } from './parquet-records.ts';
import type { VoteOpener } from './vote-source.ts';
import { HEADER_KEY, openColumnVotes } from './votes-columns.ts';

/**
 * Opens votes in Parquet: as the votes writer leaves them, or any table with a column per labeling function.
 */
export const openParquetVotes: VoteOpener = async (path, given) => {
  assertFile(path);
  return await openColumnVotes(path, given, await readHeader(path), readColumns);
};

/** The header that the votes writer put into the file, if it made it. */
async function readHeader(path: string): Promise<string | undefined> {
  return await withDatabase(undefined, async (connection) => {
    try {
      const sql = 'select decode(value) from parquet_kv_metadata($1) where decode(key) = $2';
      const result = await connection.run(sql, [literalPath(path), HEADER_KEY]);
      const [row] = await result.getRowsJS();
      return row === undefined ? undefined : String(row[0]);
    } catch (cause) {
      throw parquetError(path, cause);
    }
  });
}
