import { FaultLog } from '@labelwright/labeling';
import { expect, it } from 'vitest';
import { countFaults, describeFaults } from '../src/describe-faults.ts';

it('sums up a million faults in a few lines', () => {
  const log = new FaultLog();
  for (let row = 0; row < 1_000_000; row++)
    log.add({ function: 'link', message: `no network on record '${row}'` });
  expect(countFaults(log)).toEqual({ link: 1_000_000 });
  expect(describeFaults(log)).toBe(
    "link: abstained 1000000 times for a fault\n  no network on record '0'\n  no network on record '1'\n  no network on record '2'\n  … and 999997 more\n",
  );
});
