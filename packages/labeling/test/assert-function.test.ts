import { describe, expect, it } from 'vitest';
import {
  above,
  and,
  asyncFunction,
  asyncLookup,
  asyncModelOutput,
  batchFunction,
  batchModelOutput,
  defineTask,
  firstOf,
  keywords,
  lazy,
  lookupLabel,
  memo,
  modelOutput,
  not,
  or,
  type,
  unanimous,
  unless,
} from '../src/index.ts';

const { when, whenAsync } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
const song = when('text', keywords('song')).vote('ham');
const condition = when('text', keywords('song'));
const nothing = undefined as never;

describe('what takes a function', () => {
  it.each([
    ['not', () => not(nothing), 'a predicate'],
    ['and', () => and(above(1), nothing), 'a predicate'],
    ['or', () => or(nothing), 'a predicate'],
    ['when', () => when('text', nothing), 'a predicate'],
    ['whenAsync', () => whenAsync('text', nothing), 'a predicate'],
    ['first-of', () => firstOf(song, nothing), 'a labeling function'],
    ['unanimous', () => unanimous(nothing), 'a labeling function'],
    ['unless', () => unless(nothing, song), 'a labeling function'],
    ['unless', () => unless(song, nothing), 'an exception: a labeling function or a feature'],
    ['asyncFunction', () => asyncFunction(nothing), 'a labeling function'],
    ['batchFunction', () => batchFunction(nothing), 'a function of many records'],
    ['modelOutput', () => modelOutput(nothing, {}), 'a model'],
    ['asyncModelOutput', () => asyncModelOutput(nothing, {}), 'a model'],
    ['batchModelOutput', () => batchModelOutput(nothing, {}), 'a model'],
    ['asyncLookup', () => asyncLookup(nothing), 'a function that fetches the list'],
    ['memo', () => memo(nothing), 'a feature'],
    ['lazy', () => lazy(nothing), 'a function that loads the value'],
  ])('%s refuses what is none', (name, make, expected) => {
    expect(make).toThrow(
      expect.objectContaining({
        code: 'invalid-definition',
        message: `${name} has a value of type undefined; expected ${expected}`,
      }),
    );
  });

  it('says what it got', () => {
    expect(() => firstOf(condition as never)).toThrow('first-of has a condition without .vote(…); expected');
    expect(() => not(null as never)).toThrow('not has null; expected a predicate');
    expect(() => not([above(1)] as never)).toThrow('not has a list; expected a predicate');
    expect(() => memo(() => 1, { by: 'id' as never })).toThrow(
      'memo has a value of type string; expected a function of the record that gives its key',
    );
  });
});

describe('a rule', () => {
  it('refuses a source that is neither field nor feature, and a vote without a label', () => {
    const message = 'a rule has a value of type undefined to test; expected a field or a feature';
    expect(() => when(nothing, above(1))).toThrow(message);
    expect(() => whenAsync(nothing, above(1))).toThrow(message);
    expect(() => lookupLabel(nothing, new Map())).toThrow(message);
    expect(() => condition.vote(nothing)).toThrow('vote has a value of type undefined; expected a label');
  });
});
