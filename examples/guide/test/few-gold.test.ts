import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fewGold } from '../few-gold.ts';

const page = readFileSync(new URL('../../../docs/few-gold-labels.md', import.meta.url), 'utf8');

describe('the page on few gold labels', () => {
  const { votes, question, settled, estimate, forF1, forCost, sure, curve, functions } = fewGold;

  it('asks who is right on the 312 records', () => {
    expect(question.records).toBe(312);
    expect(question.votes.map(({ function: name, label }) => `${name} ${label}`)).toEqual([
      'link spam',
      'song ham',
    ]);
  });

  it('mixes the answers as it says', () => {
    expect(settled.predict(votes).probability(0, 'spam')).toBeCloseTo(0.533, 3);
    expect(page).toContain('(11.96 · 0.5 + 2) / (11.96 + 3) = 0.533');
  });

  it('estimates the accuracy that it names', () => {
    expect(page).toContain(`an accuracy of ${estimate.accuracy.toFixed(3)}`);
    expect(estimate.unmeasured).toBe(0);
  });

  it('decides as it says', () => {
    expect(forF1.labels).toEqual(['spam', 'spam', 'ham', 'ham', 'ham']);
    expect(page).toContain(`F1 of ${forF1.f1?.toFixed(2)}`);
    expect(forCost.labels).toEqual(['spam', 'spam', undefined, undefined, 'ham']);
    expect(page).toContain(`cost of ${forCost.cost?.toFixed(2)}`);
    expect(sure).toMatchObject({ share: 0.8 });
    expect(page).toContain(`${(100 * (sure.accuracy ?? 0)).toFixed(1)} % of the labels`);
    expect(curve.length).toBe(4);
  });

  it('says what the estimates rest on', () => {
    expect(functions.map(({ overlaps, partners, identified }) => [overlaps, partners, identified])).toEqual([
      [312, 1, false],
      [312, 1, false],
    ]);
  });
});
