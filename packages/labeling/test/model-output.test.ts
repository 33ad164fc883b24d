import { describe, expect, it } from 'vitest';
import {
  above,
  asyncModelOutput,
  batchFunction,
  batchModelOutput,
  below,
  modelOutput,
  type Prediction,
} from '../src/index.ts';

type Label = 'ham' | 'spam';
const predicting = (prediction: Prediction<Label> | null) => () => prediction as Prediction<Label>;

describe('modelOutput', () => {
  it('fails where a model that is broken gives no number', () => {
    const votes = { threshold: 0.1 };
    expect(() => modelOutput(predicting(Number.NaN), { spam: above(0.5) })('')).toThrow(
      'the score is NaN; expected a number',
    );
    for (const prediction of [
      { ham: Number.NaN, spam: 0.4 },
      { spam: 0.4, ham: Number.NaN },
      { label: 'ham', confidence: Number.NaN } as const,
    ])
      expect(() => modelOutput(predicting(prediction), votes)('')).toThrow(
        'the probability of ham is NaN; expected a number',
      );
    const unknown = { ham: undefined, spam: 0.4 } as Record<Label, number | undefined> as Prediction<Label>;
    expect(modelOutput(predicting(unknown), votes)('')).toEqual({ label: 'spam', confidence: 0.4 });
  });

  it('turns a score into a vote without a confidence', () => {
    const votes = { spam: above(0.8), ham: below(0.2) };
    expect([0.9, 0.1, 0.5].map((score) => modelOutput(predicting(score), votes)(''))).toEqual([
      'spam',
      'ham',
      undefined,
    ]);
  });

  it('turns probabilities into the vote of the most probable label that passes its test', () => {
    const vote = (ham: number, spam: number) =>
      modelOutput(predicting({ ham, spam }), { ham: above(0.3), spam: above(0.6) })('');
    expect(vote(0.7, 0.3)).toEqual({ label: 'ham', confidence: 0.7 });
    expect(vote(0.4, 0.5)).toEqual({ label: 'ham', confidence: 0.4 });
    expect(vote(0.35, 0.65)).toEqual({ label: 'spam', confidence: 0.65 });
    expect(vote(0.1, 0.2)).toBeUndefined();
  });

  it('can ask for a threshold and a margin', () => {
    const vote = (ham: number, spam: number) =>
      modelOutput(predicting({ ham, spam }), { threshold: 0.6, margin: 0.25 })('');
    expect(vote(0.7, 0.3)).toEqual({ label: 'ham', confidence: 0.7 });
    expect(vote(0.6, 0.4)).toBeUndefined();
    expect(vote(0.5, 0.1)).toBeUndefined();
  });

  it('abstains where two labels are as probable, in whatever order the model gives them', () => {
    for (const prediction of [
      { ham: 0.5, spam: 0.5 },
      { spam: 0.5, ham: 0.5 },
    ]) {
      expect(modelOutput(predicting(prediction), { threshold: 0.2 })('')).toBeUndefined();
      expect(modelOutput(predicting(prediction), { ham: above(0.1), spam: above(0.6) })('')).toEqual({
        label: 'ham',
        confidence: 0.5,
      });
    }
  });

  it.each([
    [{ ham: 0.5, spam: -0.5 }, /the probability of spam is -0.5; expected 0 to 1/],
    ['0.9', /found a prediction of type string; expected a number or a probability for each label/],
    [true, /found a prediction of type boolean/],
    [Promise.resolve({ ham: 1 }), /found a promise as a prediction; expected an answer at once/],
  ])('fails on %o', (prediction, message) => {
    const vote = modelOutput(predicting(prediction as never), { margin: 0.1 });
    expect(() => vote('')).toThrow(message);
  });

  it('refuses votes that it does not know', () => {
    const predict = predicting({ ham: 1 });
    expect(() => modelOutput(predict, { treshold: 0.9 } as never)).toThrow(/found treshold in the votes/);
    expect(() => modelOutput(predict, { ham: above(0.5), threshold: 0.9 } as never)).toThrow(
      /found threshold in the votes of a model output; expected a test for each label/,
    );
    expect(() => modelOutput(predict, undefined as never)).toThrow(
      'found a value of type undefined in the votes of a model output; expected a test for each label',
    );
    expect(() => modelOutput(predict, { threshold: '0.5' as never })).toThrow(
      'the threshold of a model output is 0.5; expected a number from 0 to 1',
    );
  });

  it('takes a label with its confidence', () => {
    const vote = (confidence: number) =>
      modelOutput(predicting({ label: 'spam', confidence }), { spam: above(0.5) })('');
    expect([vote(0.8), vote(0.4)]).toEqual([{ label: 'spam', confidence: 0.8 }, undefined]);
  });

  it('abstains where the model says nothing', () => {
    expect(modelOutput(predicting(undefined), { ham: above(0) })('')).toBeUndefined();
    expect(modelOutput(predicting(null), { threshold: 0 })('')).toBeUndefined();
    expect(modelOutput(predicting({}), { threshold: 0 })('')).toBeUndefined();
    expect(modelOutput(predicting({ ham: 0 }), { threshold: 0 })('')).toBeUndefined();
  });

  it('refuses a score where only probabilities can be voted on', () => {
    expect(() => modelOutput(predicting(0.7), { threshold: 0.5 })('')).toThrow(
      'the model gave the score 0.7; expected a probability for each label',
    );
  });

  it.each([{ threshold: 1.5 }, { margin: -0.1 }, { threshold: Number.NaN }])('refuses %j', (votes) => {
    expect(() => modelOutput(predicting({}), votes)).toThrow(
      expect.objectContaining({ code: 'invalid-definition' }),
    );
  });

  it('says what it is', () => {
    expect(modelOutput(predicting(1), { ham: above(0.9) }).rule).toEqual({
      kind: 'model-output',
      predicate: { kind: 'votes', ham: { kind: 'above', limit: 0.9 } },
    });
    expect(modelOutput(predicting({}), { margin: 0.1 }).rule.predicate).toEqual({
      kind: 'votes',
      margin: 0.1,
    });
  });
});

describe('asyncModelOutput', () => {
  it('waits for the model and hands it the signal', async () => {
    const { signal } = new AbortController();
    const seen: AbortSignal[] = [];
    const vote = asyncModelOutput<string, Label>(
      async (text, given) => {
        seen.push(given);
        return { ham: text.length / 10 };
      },
      { threshold: 0.5 },
    );
    expect(await vote('123456', signal)).toEqual({ label: 'ham', confidence: 0.6 });
    expect(await vote('1', signal)).toBeUndefined();
    expect(seen).toEqual([signal, signal]);
    expect(vote.rule.kind).toBe('model-output');
  });
});

describe('batchModelOutput', () => {
  const scores = async (texts: readonly string[]) => texts.map(({ length }) => length);

  it('votes on many records at once, and on one', async () => {
    const vote = batchModelOutput<string, Label>(scores, { ham: above(2) }, { size: 2 });
    const { signal } = new AbortController();
    expect(await vote.many(['abc', 'a'], signal)).toEqual(['ham', undefined]);
    expect(await vote('abc')).toBe('ham');
    expect(vote.size).toBe(2);
    expect(vote.rule.kind).toBe('model-output');
  });

  it('leaves the others of a batch alone where one has no good prediction', async () => {
    const vote = batchModelOutput<string, Label>(() => [Number.NaN, 3], { ham: above(2) });
    const { signal } = new AbortController();
    const message = 'the score is NaN; expected a number';
    expect(await vote.many(['a', 'b'], signal)).toEqual([expect.objectContaining({ message }), 'ham']);
    const broken = batchModelOutput<string, Label>(() => [Number.NaN], { ham: above(2) });
    await expect(broken('a')).rejects.toThrow(message);
  });

  it('refuses an answer that does not fit the records', async () => {
    const short = batchModelOutput<string, Label>(() => [1], { ham: above(0) });
    const none = batchModelOutput<string, Label>(() => undefined as unknown as number[], { ham: above(0) });
    const { signal } = new AbortController();
    await expect(short.many(['a', 'b'], signal)).rejects.toThrow(
      'a batch of 2 records got 1 answers; expected one answer for each',
    );
    await expect(none.many(['a'], signal)).rejects.toThrow('a batch of 1 records got no list (undefined)');
  });
});

describe('batchFunction', () => {
  it('has batches of 64 unless told otherwise', () => {
    expect(batchFunction(() => []).size).toBe(64);
    expect(batchFunction(() => [], { size: 3 }).size).toBe(3);
  });

  it.each([0, -1, 2.5, Number.NaN])('refuses batches of %s', (size) => {
    expect(() => batchFunction(() => [], { size })).toThrow(`the size of a batch is ${size}`);
  });
});
