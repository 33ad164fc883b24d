import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder =
  process.env.LABELWRIGHT_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** Holds where the data sets are not at hand. */
export const withoutData = !existsSync(folder);

/** The path of a file of the data sets. */
export function dataFile(name: string): string {
  return join(folder, name);
}
