import { packModule } from '@labelwright/cluster';
import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';
import { counted } from '../describe-model.ts';
import { parseCount } from '../parse-options.ts';

interface PackOptions extends CommonOptions {
  readonly output: string;
  readonly timeLimit?: number;
  readonly asyncTimeLimit?: number;
}

/** `labelwright pack`: a labeling module in, one file that runs wherever Node does out. */
export function addPack(program: Command, context: Context): void {
  program
    .command('pack')
    .description('pack a labeling module into one file, to label records on other machines')
    .argument(
      '<module>',
      'a TypeScript or JavaScript file whose default export is a set of labeling functions',
    )
    .requiredOption('-o, --output <folder>', 'the packed module and its manifest')
    .option('--time-limit <ms>', 'how long one call may block there (default: 5000)', parseCount)
    .option('--async-time-limit <ms>', 'how long a promise may take there (default: 60000)', parseCount)
    .addHelpText('after', '\nExample:\n  labelwright pack labeling.ts --output dist/\n')
    .action((module: string, options: PackOptions) => pack(module, options, context));
}

async function pack(
  path: string,
  { output, timeLimit, asyncTimeLimit, json, quiet }: PackOptions,
  { packages, terminal }: Context,
): Promise<void> {
  const { manifest, reads } = await packModule(path, output, { packages, timeLimit, asyncTimeLimit });
  const { file, hash, labels, functions } = manifest;
  if (json) {
    terminal.out(`${JSON.stringify({ file, hash, labels, functions, reads, output })}\n`);
  } else if (!quiet) {
    for (const name of reads) {
      terminal.err(`labelwright: the module names the file '${name}': it must lie there on each machine\n`);
    }
    const size = counted(functions.length, 'labeling function');
    terminal.out(`${size} → ${file} and manifest.json in ${output}\n`);
  }
}
