import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { naiveBayes, stems } from '../src/index.ts';

const examples = {
  animal: ['a small wild bird', 'a large dog', 'small fish of the sea'],
  food: ['soup with fish', 'bread with butter'],
};
const topic = naiveBayes('text', examples);

describe('naiveBayes', () => {
  it('agrees with the classifier it learns with', () => {
    const { BayesClassifier } = createRequire(import.meta.url)(
      'natural/lib/natural/classifiers/index.js',
    ) as typeof import('natural/lib/natural/classifiers/index.js');
    const bayes = new BayesClassifier();
    for (const text of examples.animal) bayes.addDocument(stems(text), 'animal');
    for (const text of examples.food) bayes.addDocument(stems(text), 'food');
    bayes.train();
    const scores = bayes.getClassifications(stems('large fishes with bread'));
    const sum = scores.reduce((total, { value }) => total + value, 0);
    const found = topic({ text: 'large fishes with bread' });
    for (const { label, value } of scores) {
      expect(found[label as 'animal' | 'food']).toBeCloseTo(value / sum, 12);
    }
  });

  it('gives probabilities that sum to 1, also for a text so long that products underflow', () => {
    const { animal = Number.NaN, food = Number.NaN } = naiveBayes('text', {
      animal: [Array.from({ length: 900 }, (_, i) => `w${i}`).join(' '), ...Array(50).fill('other word')],
      food: ['soup', ...Array(50).fill('meal')],
    })({ text: Array.from({ length: 900 }, (_, i) => `w${i}`).join(' ') });
    expect(animal + food).toBeCloseTo(1);
    expect(animal).toBeGreaterThan(0.99);
  });

  it('gives nothing for a text without a known word', () => {
    expect(topic({ text: 'xyzzy' })).toEqual({});
    expect(topic({ text: '' })).toEqual({});
  });

  it('gives nothing where the record has no text, and names what is none', () => {
    expect([topic({} as never), topic({ text: null as never })]).toEqual([{}, {}]);
    expect(() => topic({ text: 5 as never })).toThrow('found a value of type number; expected a text');
  });

  it('takes labels and words that are names of object properties', () => {
    const found = naiveBayes((text: string) => text, {
      constructor: ['prototype toString'],
      toString: ['other hasOwnProperty'],
    })('prototype');
    expect(found.constructor).toBeGreaterThan(0.5);
  });

  it('counts a word in any inflection, in its language', () => {
    const place = naiveBayes('text', { home: ['Haus'], street: ['Auto'] }, { language: 'de' });
    expect(place({ text: 'Häuser' }).home).toBeGreaterThan(0.5);
  });

  it('refuses no labels, a label without words, and a smoothing that is not above 0', () => {
    expect(() => naiveBayes('text', {})).toThrow('found no examples; expected at least one label');
    expect(() => naiveBayes('text', undefined as never)).toThrow('found no examples; expected');
    for (const a of ['word', ['word', 5]])
      expect(() => naiveBayes('text', { a: a as never })).toThrow(
        "the examples of label 'a' are not all texts; expected a list of texts",
      );
    expect(() => naiveBayes('text', { a: ['word'], b: ['!'] })).toThrow(
      "label 'b' has no example with a word",
    );
    expect(() => naiveBayes('text', { a: ['word'] }, { smoothing: 0 })).toThrow('smoothing is 0; expected');
  });
});
