import type { Report } from './report.ts';

/** A list of nothing but numbers, over several lines. In a string no line ends. */
const NUMBERS = /\[\n\s+(-?\d[-+.,\deE\s]*)\n\s+\]/g;

/** Renders a report as JSON, two spaces deep, lists of numbers on one line; figures that do not exist are left out. */
export function formatJson(report: Report): string {
  return JSON.stringify(report, null, 2).replace(
    NUMBERS,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
}
