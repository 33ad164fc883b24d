import { setImmediate } from 'node:timers/promises';
import { type LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import {
  type LeaveOneOut,
  leaveOneOutInSteps,
  type ReportParts,
  type Slice,
  type Suggestions,
  slicesByField,
  slicesByVote,
  suggestRules,
} from '@labelwright/evaluation';
import type { HtmlRecord } from '@labelwright/evaluation/html';
import { type Command, InvalidArgumentError } from 'commander';
import { assertNotAborted } from './context.ts';
import { parseCount } from './parse-options.ts';
import type { SliceValues } from './readable-records.ts';

/** Options of the commands that make a report. */
export interface ReportExtras {
  readonly slice?: readonly string[];
  readonly leaveOneOut?: boolean;
  readonly sort?: string;
  readonly only?: string;
  readonly reportOn: number;
}

/** Adds the options of the commands that make a report. */
export function addReportOptions(command: Command): Command {
  return command
    .option(
      '--slice <field>',
      'also describe the records by this field, or by the votes of this function; may be repeated',
      (value: string, before: readonly string[] = []) => {
        if (value === '') throw new InvalidArgumentError('Expected the name of a field or of a function.');
        return [...before, value];
      },
    )
    .option(
      '--leave-one-out',
      'fit the label model without each function in turn, whatever it takes (default: where it is quick)',
    )
    .option('--sort <column>', 'sort the table of functions by this column: precision, conflict, …')
    .option(
      '--report-on <n>',
      'how many records reports are about at most: of more, they are about a random sample',
      parseCount,
      1_000_000,
    )
    .option('--only <what>', 'functions with findings (findings), for a label, or with this in their names');
}

/** What is made of votes and records for a report. */
export interface ExtraParts {
  readonly votes: LabelMatrix;
  readonly labels: ProbabilisticLabels;
  readonly gold: ReportParts['gold'];
  /** Makes labels of votes as the run did. */
  readonly relabel: (votes: LabelMatrix) => ProbabilisticLabels;
  readonly records: readonly (HtmlRecord | undefined)[] | undefined;
  /** The values of the fields to slice by. */
  readonly values: SliceValues;
  /** What the slicing functions hold for. */
  readonly slices?: readonly Slice[] | undefined;
  /** The field that rules read. */
  readonly text: string | undefined;
  readonly signal: AbortSignal;
}

/** Finds what a report tells beside votes and labels: slices, what is lost without each function, what to write next. */
export async function reportExtras(
  parts: ExtraParts,
  { slice = [], leaveOneOut: wanted }: ReportExtras,
): Promise<Pick<ReportParts, 'slices' | 'leaveOneOut' | 'suggestions'>> {
  return {
    slices: {
      ...(parts.slices && parts.slices.length > 0 && { 'slicing functions': parts.slices }),
      ...Object.fromEntries(slice.map((name) => [name, slicesOf(name, parts)])),
    },
    leaveOneOut: await effectsOf(parts, wanted === true),
    suggestions: suggestionsOf(parts),
  };
}

function slicesOf(name: string, { votes, values }: ExtraParts): readonly Slice[] {
  const list = values.get(name);
  if (list?.some((value) => value !== undefined)) return slicesByField(list);
  if (votes.functions.includes(name)) return slicesByVote(votes, name);
  throw new LabelwrightError(
    'invalid-option',
    `found nothing called '${name}' to slice by; expected a field of the records, or a labeling function such as '${votes.functions[0]}'`,
  );
}

/** Up to so many records × functions², leaving functions out takes a second or so. */
const QUICK = 10_000_000;

async function effectsOf(
  { votes, gold, relabel, signal }: ExtraParts,
  wanted: boolean,
): Promise<readonly LeaveOneOut[] | undefined> {
  if (votes.columns < 2) return undefined;
  if (!wanted && votes.rows * votes.columns ** 2 > QUICK) return undefined;
  const effects: LeaveOneOut[] = [];
  for (const effect of leaveOneOutInSteps(votes, { gold, relabel })) {
    effects.push(effect);
    await setImmediate(); // Ctrl-C is heard between two fits only.
    assertNotAborted(signal);
  }
  return effects;
}

/** Suggestions are made from so many records: more take long and say the same. */
const SAMPLE = 4000;

function suggestionsOf({ votes, labels, records, text }: ExtraParts): Suggestions | undefined {
  const known = records?.find((record) => record !== undefined);
  const field = text ?? Object.keys(known?.fields ?? {})[0];
  if (records === undefined || field === undefined) return undefined;
  const texts = records.map((record) => record?.fields[field]);
  return suggestRules({ votes, labels, texts }, { field, sample: SAMPLE });
}
