import { describe, expect, it } from 'vitest';
import { describeModel } from '../src/describe-model.ts';

const model = {
  kind: 'auto',
  labels: ['ham', 'spam'],
  balance: [0.25, 0.75],
  notes: ['A note that is longer than one line of forty characters.', 'Another.'],
};

describe('describeModel', () => {
  it('keeps to the width', () => {
    expect(describeModel(model, 40).split('\n')).toEqual([
      'label model auto, balance ham 25.0 %,',
      '  spam 75.0 %',
      '  A note that is longer than one line',
      '    of forty characters.',
      '  Another.',
      '',
    ]);
  });

  it('leaves a word whole that is longer than a line', () => {
    const long = 'x'.repeat(50);
    expect(describeModel({ ...model, notes: [`Look at ${long} again.`] }, 40)).toContain(
      `  Look at\n    ${long}\n    again.\n`,
    );
  });
});
