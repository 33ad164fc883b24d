import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelingModule, type ModuleOptions } from 'labelwright/run';
import { simulateTexts } from './simulate.ts';

/** One way to run a module against another, in milliseconds, and how many times quicker ours must be with `--check`. */
export interface ModuleComparison {
  readonly name: string;
  readonly ours: number;
  readonly other: number;
  readonly least?: number;
}

/** A function that takes some 30 microseconds, so that threads and a cache have something to save. */
const MODULE = `
import { defineTask, type } from 'labelwright';
const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
function grind(text) {
  let hash = 0;
  for (let round = 0; round < 200; round++)
    for (let n = 0; n < text.length; n++) hash = (Math.imul(hash, 31) + text.charCodeAt(n)) | 0;
  return hash;
}
export default functions({
  slow: ({ text }) => (grind(text) % 7 === 0 ? 'spam' : undefined),
  slower: ({ text }) => (grind(text + text) % 5 === 0 ? 'ham' : undefined),
});
`;

/** A module in two threads against one, and with its votes cached against asked. */
export async function moduleComparisons(records: number): Promise<ModuleComparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'labelwright-bench-'));
  const path = join(folder, 'labeling.ts');
  writeFileSync(path, MODULE);
  const packages = { labelwright: import.meta.resolve('labelwright') };
  const texts = simulateTexts(records);
  const time = (options: ModuleOptions) => timeOf(path, { packages, ...options }, texts);
  try {
    const one = await time({ workers: 1 });
    const two = await time({ workers: 2 });
    const cold = await time({ cache: join(folder, 'cache') });
    const warm = await time({ cache: join(folder, 'cache') });
    return [
      { name: '2 workers, 1 worker', ours: two, other: one },
      { name: 'cache warm, cold', ours: warm, other: cold, least: 1.3 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From the first batch to the last, in milliseconds; loading the module does not count. */
async function timeOf(
  path: string,
  options: ModuleOptions,
  texts: readonly { readonly id: string }[],
): Promise<number> {
  const module = await LabelingModule.open(path, options);
  try {
    await module.apply([{ text: '' }], ['first']);
    const size = Math.ceil(texts.length / 8);
    const batches = Array.from({ length: 8 }, (_, n) => texts.slice(n * size, (n + 1) * size));
    const started = performance.now();
    await Promise.all(
      batches.map((batch) =>
        module.apply(
          batch,
          batch.map(({ id }) => id),
        ),
      ),
    );
    return performance.now() - started;
  } finally {
    await module.close();
  }
}
