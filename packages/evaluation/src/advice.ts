import { binomialTail } from './binomial-tail.ts';
import type { ReliabilityBin } from './calibration.ts';
import { count, countOf, percentSign } from './figures.ts';
import { shareOf } from './ratio.ts';
import type { Report } from './report.ts';
import type { SliceReport } from './slice-report.ts';

/** One thing to do about labels, and the part of the report that tells more. */
export interface Advice {
  readonly text: string;
  /** A line of code to paste at its end. */
  readonly code?: string | undefined;
  readonly part: 'findings' | 'next' | 'quality' | 'errors' | 'slices';
}

/** So many functions are named. */
const MOST_NAMES = 3;

/** A smaller share of the records is not worth a word here. */
const LEAST_SHARE = 0.002;

/** Probabilities that are off by less on average are good enough to train on. */
const LEAST_GAP = 0.05;

/** What a report comes to: what to do next, in the order of the report. */
export function adviceOf(report: Report): Advice[] {
  const found = [
    findingAdvice(report),
    coverageAdvice(report),
    calibrationAdvice(report),
    sliceAdvice(report),
    errorAdvice(report),
    goldAdvice(report),
    conflictAdvice(report),
  ];
  return found.filter((advice) => advice !== undefined);
}

function findingAdvice({ findings }: Report): Advice | undefined {
  const kinds = new Map<string, string>();
  for (const { function: name, kind } of findings) if (!kinds.has(name)) kinds.set(name, kind);
  if (kinds.size === 0) return undefined;
  const named = [...kinds].slice(0, MOST_NAMES).map(([name, kind]) => `${name} (${kind})`);
  const more = kinds.size > MOST_NAMES ? ` and ${kinds.size - MOST_NAMES} more` : '';
  return {
    text: `Look at ${countOf(kinds.size, 'labeling function')}: ${named.join(', ')}${more}.`,
    part: 'findings',
  };
}

function coverageAdvice({ summary, suggestions }: Report): Advice | undefined {
  const rule = suggestions?.forUncovered.at(0);
  if (!rule) return undefined;
  const seen = suggestions?.sampled === undefined ? '' : ` of ${count(suggestions.sampled)} looked at`;
  return {
    text: `${percentSign(1 - summary.coverage)} of the records have no vote. A rule for ${countOf(rule.gain, 'record')} of them${seen}, right in about ${percentSign(rule.precision.value)}:`,
    code: rule.code,
    part: 'next',
  };
}

function calibrationAdvice({ models }: Report): Advice | undefined {
  const model = models.at(-1);
  const gap = model?.scores?.calibrationError;
  if (gap === undefined || gap - 2 * gapByChance(model?.reliability ?? []) < LEAST_GAP) return undefined;
  return {
    text: `The probabilities of ${model?.name} are off by ${percentSign(gap)} on average: let some known labels calibrate them (labelwright fit --calibrate).`,
    part: 'quality',
  };
}

/**
 * About how far probabilities that mean what they say are off on so few records: in each range the mean distance of
 * a share from its chance, √(2/π) standard deviations.
 */
function gapByChance(bins: readonly ReliabilityBin[]): number {
  const records = bins.reduce((sum, bin) => sum + bin.records, 0);
  const off = bins.reduce(
    (sum, { records: size, confidence = 0 }) =>
      sum + Math.sqrt((2 / Math.PI) * size * confidence * (1 - confidence)),
    0,
  );
  return records > 0 ? off / records : 0;
}

/** So often, at most, is a slice named that is worse by chance only. */
const LEVEL = 0.05;

/** The slice whose accuracy lies farthest below that of all records, beyond what chance makes of so many slices (Bonferroni). */
function sliceAdvice({ slices, models }: Report): Advice | undefined {
  const all = models.at(-1)?.scores;
  if (all?.accuracy === undefined) return undefined;
  const { accuracy } = all;
  const judged = slices.flatMap(({ by, slices: list }) =>
    list.filter(({ scores }) => scores !== undefined).map((slice) => ({ by, slice })),
  );
  const high = ({ scores }: SliceReport): number => scores?.interval?.high ?? 1;
  const [worst] = judged
    .filter(({ slice }) => chanceOf(slice, accuracy) * judged.length < LEVEL)
    .sort((a, b) => high(a.slice) - high(b.slice));
  if (!worst) return undefined;
  const { by, slice } = worst;
  return {
    text: `Write functions for ${by} ${slice.name}: ${percentSign(slice.scores?.accuracy)} of its ${countOf(slice.scores?.judged ?? 0, 'label')} with gold are right, of all ${percentSign(accuracy)}.`,
    part: 'slices',
  };
}

/** How probable no more right labels are in a slice where each is right as often as in all records. */
function chanceOf({ scores }: SliceReport, accuracy: number): number {
  const records = Math.round(scores?.judged ?? 0);
  const right = Math.round((scores?.accuracy ?? 1) * records);
  return accuracy < 1 && right < records ? binomialTail(right, records, accuracy) : 1;
}

function errorAdvice({ errors, summary }: Report): Advice | undefined {
  const kind = errors?.kinds.at(0);
  if (!errors || !kind || shareOf(kind.records, summary.records) < LEAST_SHARE) return undefined;
  const share = percentSign(shareOf(kind.records, errors.records));
  return {
    text: `Read the most frequent errors: ${kind.label} where gold is ${kind.gold}, ${count(kind.records)} of ${count(errors.records)} (${share}).`,
    part: 'errors',
  };
}

function goldAdvice({ errors }: Report): Advice | undefined {
  if (!errors || errors.suspected.records === 0) return undefined;
  return {
    text: `Read ${countOf(errors.suspected.records, 'gold label')} that the votes speak against: gold or functions are wrong there.`,
    part: 'errors',
  };
}

function conflictAdvice({ conflicts, summary }: Report): Advice | undefined {
  const top = conflicts.at(0);
  if (!top || shareOf(top.records, summary.records) < LEAST_SHARE) return undefined;
  const right = top.judged
    ? `; ${top.winner} is right in ${percentSign(shareOf(top.right ?? 0, top.judged))}`
    : '';
  return {
    text: `Find out who is right where ${top.winner} votes ${top.label} and ${top.loser} ${top.against}: that decides ${countOf(top.records, 'label')}${right}.`,
    part: 'errors',
  };
}
