import {
  type WorkerOptions as ClusterOptions,
  openPack,
  readPack,
  runWorker,
  WORKER_OPTIONS,
  writeOut,
} from '@labelwright/cluster';
import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';
import { parseCount } from '../parse-options.ts';

/** `labelwright worker`: what one process of a cluster does with a packed labeling module. */
export function addWorker(program: Command, { signal }: Context): void {
  program
    .command('worker')
    .description('label records for a cluster, over pipes or a part of a file at a time')
    .argument('<pack>', 'the folder that pack wrote')
    .option(
      '--stdio',
      'label the JSON Lines of the standard input: a line for each, and one that counts them',
    )
    .option('--shard <file>', 'label a part of this file: .jsonl, .csv, .tsv or .parquet')
    .option('--range <from:to>', 'the part: bytes of uncompressed .jsonl, numbers of records of all else')
    .option('--split <n>', 'print so many ranges of the file instead', parseCount)
    .option('-o, --output <folder>', 'votes and statistics of the part, named by the hash of the work')
    .option('--id <field>', "the field that names a record (default: 'id')")
    .option('--score', 'give the vote patterns of the standard input their probabilities')
    .option('-m, --model <path>', 'a fitted label model: probabilities besides votes, or for --score')
    .option('--cap <n>', 'how many vote patterns are counted (default: 2000000)', parseCount)
    .option('--sample <n>', 'how many records are sampled (default: 200000)', parseCount)
    .addHelpText(
      'after',
      '\nExamples:\n  labelwright worker dist/ --stdio < comments.jsonl\n  labelwright worker dist/ --shard comments.jsonl --range 0:1000000 --output parts/\n',
    )
    .action(async (path: string, options: ClusterOptions & CommonOptions) => {
      const open = async () => {
        const module = await openPack(await readPack(path), WORKER_OPTIONS);
        signal.addEventListener('abort', () => void module.close(), { once: true });
        return module;
      };
      await runWorker(options, { open, write: writeOut });
    });
}
