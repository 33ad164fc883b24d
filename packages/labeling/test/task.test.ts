import { describe, expect, it } from 'vitest';
import { defineTask, equals, type } from '../src/index.ts';

describe('defineTask', () => {
  it.each([[[]], [['ham']], [['ham', 'ham']], [['ham', '']]])('refuses the labels %j', (labels) => {
    expect(() => defineTask({ labels, record: type<object>() })).toThrow(
      expect.objectContaining({ code: 'invalid-definition' }),
    );
  });

  it.each([
    [undefined, 'the task has a value of type undefined as labels; expected a list'],
    [{ labels: 'ab', record: type() }, 'the task has a value of type string as labels; expected a list'],
    [
      { labels: ['ham', 'abstain'], record: type() },
      "the task has the label 'abstain'; expected another name",
    ],
    [{ labels: ['a', 'b'] }, 'the task has a value of type undefined as record; expected type<…>() or'],
    [{ labels: ['a', 'b'], record: type }, 'the task has a value of type function as record; expected'],
  ])('refuses the definition %j', (definition, message) => {
    expect(() => defineTask(definition as never)).toThrow(
      expect.objectContaining({ code: 'invalid-definition', message: expect.stringContaining(message) }),
    );
  });

  it('takes a schema that is a function', () => {
    const schema = Object.assign(() => true, {
      '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } as const,
    });
    const { functions } = defineTask({ labels: ['a', 'b'], record: schema });
    expect(
      functions({ f: () => 'a' })
        .applyTo([{}])
        .vote(0, 'f'),
    ).toBe('a');
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
