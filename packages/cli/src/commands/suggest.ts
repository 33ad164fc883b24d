import { LabelwrightError } from '@labelwright/core';
import { formatSuggestions, suggestRules } from '@labelwright/evaluation';
import type { Command } from 'commander';
import { assertNotAborted, type Context } from '../context.ts';
import { openKept } from '../open-run.ts';
import { parseCount, parseShare } from '../parse-options.ts';
import { describeKept } from '../read-kept-votes.ts';
import { addRecordOptions, RecordInput, type RecordOptions } from '../record-input.ts';
import { addPageOptions, type PageOutput, pageForm, writePage } from '../write-page.ts';

interface SuggestOptions extends RecordOptions, PageOutput {
  readonly input: string;
  readonly text: string;
  readonly minPrecision: number;
  readonly least: number;
  readonly most: number;
}

/** `labelwright suggest`: a run and its records in; rules to write next out. */
export function addSuggest(program: Command, context: Context): void {
  const command = program
    .command('suggest')
    .description('suggest rules for records without votes, or with votes that disagree')
    .argument('<folder>', 'a folder that run wrote')
    .requiredOption('-i, --input <path>', 'the records of the run')
    .option('--text <field>', 'the field that the rules read', 'text')
    .option('--min-precision <share>', 'how often a rule must be right, by the label model', parseShare, 0.8)
    .option('--least <n>', 'no phrase of fewer records', parseCount, 5)
    .option('--most <n>', 'rules of each kind', parseCount, 10)
    .addHelpText('after', '\nExample:\n  labelwright suggest out/ --input comments.jsonl\n');
  addPageOptions(addRecordOptions(command)).action((folder: string, options: SuggestOptions) =>
    suggest(folder, options, context),
  );
}

async function suggest(folder: string, options: SuggestOptions, context: Context): Promise<void> {
  const { votes, labels, all } = await openKept(folder);
  context.terminal.err(describeKept(folder, votes.rows, all));
  const ids = Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
  const texts = await textsOf(ids, options, context);
  const { text: field, minPrecision, least, most } = options;
  const found = suggestRules({ votes, labels, texts }, { field, minPrecision, least, most });
  const text = formatSuggestions(found, { ...pageForm(options, context), texts });
  await writePage(text, options, [folder, options.input], context);
}

/** The text of each record of the run, by its id; all of them are kept in memory. */
async function textsOf(
  ids: readonly string[],
  options: SuggestOptions,
  { signal, terminal }: Context,
): Promise<string[]> {
  const { input, text: field } = options;
  const rows = new Map(ids.map((id, row) => [id, row]));
  const texts: string[] = new Array(ids.length).fill('');
  let found = 0;
  const source = new RecordInput(input, options);
  for await (const { records, lines, ids: names } of source.batches()) {
    assertNotAborted(signal);
    for (const [i, record] of records.entries()) {
      const row = rows.get(names[i]);
      if (row === undefined) continue;
      const text = record[field];
      if (typeof text !== 'string') {
        throw new LabelwrightError(
          'invalid-record',
          `${input}, line ${lines[i]}: field '${field}' is no text; expected --text to name one of ${Object.keys(record).join(', ')}`,
        );
      }
      texts[row] = text;
      found++;
    }
  }
  terminal.err(source.describe());
  if (found > 0) return texts;
  throw new LabelwrightError(
    'mismatch',
    `'${input}' has none of the records of the run; expected ids such as '${ids[0]}'`,
  );
}
