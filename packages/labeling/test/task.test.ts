import { describe, expect, it } from 'vitest';
import { defineTask, equals, type } from '../src/index.ts';

describe('defineTask', () => {
  it.each([[[]], [['ham']], [['ham', 'ham']], [['ham', '']]])('refuses the labels %j', (labels) => {
    expect(() => defineTask({ labels, record: type<object>() })).toThrow(
      expect.objectContaining({ code: 'invalid-definition' }),
    );
  });

  it('takes labels that are known only when it runs', () => {
    const labels = 'ham,spam,eggs'.split(',');
    const { when, functions } = defineTask({ labels, record: type<{ text: string }>() });
    const votes = functions({ eggs: when('text', equals('eggs')).vote('eggs') }).applyTo([{ text: 'eggs' }]);
    expect(votes.labels).toEqual(labels);
    expect(votes.vote(0, 'eggs')).toBe('eggs');
  });

  it('finds a label that does not exist when it runs', () => {
    const { when, functions } = defineTask({
      labels: ['a', 'b'] as string[],
      record: type<{ text: string }>(),
    });
    expect(() => functions({ c: when('text', equals('x')).vote('c') }).applyTo([{ text: 'x' }])).toThrow(
      "labeling function 'c' voted 'c'; expected one of a, b, on record '0'",
    );
  });
});
