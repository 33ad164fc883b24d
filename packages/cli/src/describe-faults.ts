import type { FaultLog } from '@labelwright/labeling';

/** The faults in words, a function a paragraph; empty without faults. */
export function describeFaults(log: Pick<FaultLog, 'summaries'>): string {
  return log
    .summaries()
    .map(({ function: name = 'records', count, messages }) => {
      const rest = count > messages.length ? `\n  … and ${count - messages.length} more` : '';
      const did = name.startsWith('slices.') ? 'left a record outside' : 'abstained';
      return `${name}: ${did} ${count} ${count === 1 ? 'time' : 'times'} for a fault\n  ${messages.join('\n  ')}${rest}\n`;
    })
    .join('');
}

/** How often each function failed. */
export function countFaults(log: FaultLog): Record<string, number> {
  return Object.fromEntries(log.summaries().map(({ function: name = 'records', count }) => [name, count]));
}
