import { above, defineTask, modelOutput, type } from '@labelwright/labeling';
import { describe, expectTypeOf, it } from 'vitest';
import { mentions, naiveBayes, sentiment } from '../src/index.ts';

interface Comment {
  readonly text: string;
  readonly likes: number;
}

const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });

describe('the language of text in a task', () => {
  it('fits text fields only', () => {
    when('text', mentions('song')).vote('ham');
    // @ts-expect-error -- likes is a number
    when('likes', mentions('song')).vote('ham');
  });

  it('makes features that read the named field', () => {
    functions({ upbeat: modelOutput(sentiment('text'), { ham: above(0.9) }) });
    // @ts-expect-error -- likes is a number
    functions({ upbeat: modelOutput(sentiment('likes'), { ham: above(0.9) }) });
    // @ts-expect-error -- a comment has no title
    functions({ upbeat: modelOutput(sentiment('title'), { ham: above(0.9) }) });
  });

  it('gives probabilities of the labels of the examples', () => {
    const guess = naiveBayes('text', { ham: ['song'], spam: ['link'] });
    expectTypeOf(guess({ text: '' })).toEqualTypeOf<Readonly<Partial<Record<'ham' | 'spam', number>>>>();
    functions({ looks: modelOutput(guess, { threshold: 0.8 }) });
    const wrong = naiveBayes('text', { ham: ['song'], scam: ['link'] });
    // @ts-expect-error -- the task has no label scam
    functions({ looks: modelOutput(wrong, { threshold: 0.8 }) });
  });
});
