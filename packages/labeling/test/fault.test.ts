import { describe, expect, it } from 'vitest';
import { FaultLog } from '../src/index.ts';

describe('FaultLog', () => {
  it('counts by function and keeps the first three messages', () => {
    const log = new FaultLog();
    for (let n = 0; n < 5; n++) log.add({ function: 'link', message: `no ${n}` });
    log.add({ function: undefined, message: 'no text' });
    log.add({ function: 'song', message: 'oh' });
    expect(log.summaries()).toEqual([
      { function: 'link', count: 5, messages: ['no 0', 'no 1', 'no 2'] },
      { function: undefined, count: 1, messages: ['no text'] },
      { function: 'song', count: 1, messages: ['oh'] },
    ]);
  });

  it('has nothing to say at first', () => {
    expect(new FaultLog().summaries()).toEqual([]);
  });
});
