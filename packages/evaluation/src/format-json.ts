import type { Report } from './report.ts';

/** Renders a report as JSON, two spaces deep; figures that do not exist are left out. */
export function formatJson(report: Report): string {
  return JSON.stringify(report, null, 2);
}
