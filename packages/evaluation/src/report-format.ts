/** A form that a report can take. */
export type ReportFormat = 'text' | 'markdown' | 'json';
