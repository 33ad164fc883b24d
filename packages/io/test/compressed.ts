import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

/** The content compressed as the name says; zstd by the database, which has it under every Node. */
export async function compressed(name: string, content: string): Promise<Buffer> {
  if (name.endsWith('.gz')) return gzipSync(content);
  const plain = join(tmpdir(), `labelwright-${process.pid}.txt`);
  const packed = `${plain}.zst`;
  writeFileSync(plain, content);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  // One column of whole lines, between characters that no line has.
  const lines = `read_csv('${plain}', columns = {line: 'varchar'}, header = false, delim = '\x01', quote = '', escape = '', strict_mode = false)`;
  const copied = `(format csv, header false, delimiter '\x01', quote '\x02', escape '\x02', compression zstd)`;
  await connection.run(`copy (select line from ${lines}) to '${packed}' ${copied}`);
  connection.closeSync();
  instance.closeSync();
  const bytes = readFileSync(packed);
  for (const path of [plain, packed]) rmSync(path);
  return bytes;
}
