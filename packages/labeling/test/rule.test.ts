import { describe, expect, it } from 'vitest';
import { above, batchModelOutput, defineTask, equals, type } from '../src/index.ts';

const { when, whenAsync } = defineTask({
  labels: ['ham', 'spam'],
  record: type<{ readonly text: string }>(),
});

describe('a rule', () => {
  it('stays as it is when it gets examples', () => {
    const rule = when('text', equals('song')).vote('ham');
    const more = rule.examples({ ham: ['song'] }).examples({ abstain: ['x', { text: 'y' }], spam: [] });
    expect(rule.cases).toEqual([]);
    expect(more.cases.map(({ record, expected, textField }) => [record, expected, textField])).toEqual([
      ['song', 'ham', 'text'],
      ['x', undefined, 'text'],
      [{ text: 'y' }, undefined, 'text'],
    ]);
    expect(more.rule).toBe(rule.rule);
    expect(more({ text: 'song' })).toBe('ham');
  });

  it('has no evidence where it cannot tell', () => {
    expect(when('text', equals('song')).vote('ham').evidence({ text: 'song' })).toEqual([]);
  });
});

describe('an asynchronous rule', () => {
  it('can have examples and be called without a signal', async () => {
    const rule = whenAsync('text', async (text, signal) => text === 'song' && !signal.aborted)
      .vote('ham')
      .examples({ ham: ['song'] });
    expect(await rule({ text: 'song' })).toBe('ham');
    expect(await rule.cases[0].run({ text: 'song' })).toBe('ham');
  });
});

describe('a rule for batches', () => {
  it('can have examples and stays one', async () => {
    const rule = batchModelOutput(
      (texts: readonly string[]) => texts.map(({ length }) => length),
      { ham: above(1) },
      {
        size: 7,
      },
    ).examples({ ham: ['song'] });
    expect(rule.size).toBe(7);
    expect(await rule.many(['song', ''], new AbortController().signal)).toEqual(['ham', undefined]);
    expect(await rule.cases[0].run('song')).toBe('ham');
  });
});
