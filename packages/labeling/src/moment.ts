/** A moment: a date, its ISO 8601 text, or milliseconds since 1970. */
export type Moment = Date | string | number;

const iso =
  /^(?<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Milliseconds since 1970; `NaN` for what is no moment. A time without a zone is in UTC, on every machine. */
export function timeOf(moment: Moment): number {
  if (typeof moment === 'number') return moment;
  if (typeof moment !== 'string') return moment instanceof Date ? moment.getTime() : Number.NaN;
  const { date, time, zone = 'Z' } = iso.exec(moment.trim())?.groups ?? {};
  if (date === undefined || !isDate(date)) return Number.NaN;
  if (time === undefined) return Date.parse(date);
  return Date.parse(`${date}T${time.replace(',', '.')}${zoneOf(zone)}`);
}

/** Holds for days that are in the calendar: others would be taken for a day of the next month. */
function isDate(date: string): boolean {
  const time = Date.parse(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

function zoneOf(zone: string): string {
  if (zone.length === 1) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
