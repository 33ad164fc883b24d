import { describe, expect, it } from 'vitest';
import { describeModel } from '../src/describe-model.ts';

const model = {
  kind: 'auto',
  labels: ['ham', 'spam'],
  balance: [0.25, 0.75],
  notes: ['A note that is longer than one line of forty characters.', 'Another.'],
};

/** A Chinese character takes two columns. */
function columnsOf(line: string): number {
  return line.replace(/\p{Script=Han}/gu, 'xx').length;
}

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

  it.each([
    ['words that are longer than a line', 'x'.repeat(50)],
    ['wide characters', '垃圾邮件 '.repeat(12)],
  ])('keeps to the width with %s', (_, words) => {
    const lines = describeModel({ ...model, notes: [`Look at ${words} again.`] }, 40).split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(40);
  });
});
