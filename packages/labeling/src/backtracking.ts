import { analyse } from 'scslre';

/** How a pattern can backtrack. */
export interface Backtracking {
  /** `exponential`: a text of some thirty characters can take for ever; `polynomial`: a text of thousands is slow. */
  readonly growth: 'exponential' | 'polynomial';
  /** The repeated parts at fault. */
  readonly parts: readonly string[];
}

/** Finds how a pattern can backtrack; `undefined` where it cannot, or where its syntax is not understood. */
export function findBacktracking(pattern: RegExp): Backtracking | undefined {
  const found = reportsOn(pattern);
  if (found.length === 0) return undefined;
  const exponential = found.filter((report) => report.exponential);
  const parts = (exponential.length > 0 ? exponential : found).flatMap((report) => report.parts);
  return { growth: exponential.length > 0 ? 'exponential' : 'polynomial', parts: [...new Set(parts)] };
}

interface Report {
  readonly exponential: boolean;
  readonly parts: readonly string[];
}

function reportsOn({ source, flags }: RegExp): Report[] {
  try {
    const { reports } = analyse({ source, flags }, { reportTypes: { Move: false } });
    return reports.map((report) => {
      if (report.type === 'Trade') {
        return { exponential: report.exponential, parts: [report.startQuant.raw, report.endQuant.raw] };
      }
      return { exponential: report.type === 'Self' && report.exponential, parts: [report.quant.raw] };
    });
  } catch {
    return [];
  }
}
