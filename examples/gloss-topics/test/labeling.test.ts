import { labelModel, majorityVote, scoreLabels, summarize } from 'labelwright';
import { describe, expect, it, test } from 'vitest';
import { extract } from '../extract.ts';
import rules from '../labeling.ts';

describe('the examples beside the rules', () => {
  for (const { name, check } of rules.examples()) test(name, check);
});

describe('the labels of the definitions', async () => {
  const { glosses, gold } = extract();
  const votes = await rules.applyTo(glosses);
  const known = gold.map(({ label }) => label);
  const majority = scoreLabels(majorityVote().fit(votes).predict(votes), known);
  const learnt = scoreLabels(labelModel().fit(votes).predict(votes), known);

  it('come from votes that are many, overlap and disagree', () => {
    const { coverage, overlap, conflict } = summarize(votes);
    expect(coverage).toBeGreaterThan(0.9);
    expect(overlap).toBeGreaterThan(0.7);
    expect(conflict).toBeGreaterThan(0.08);
  });

  it('are mostly right by majority vote', () => {
    expect(majority.accuracy).toBeGreaterThan(0.93);
  });

  it('are no less right by the label model, and its probabilities are clearly better', () => {
    expect(learnt.accuracy).toBeGreaterThanOrEqual(majority.accuracy ?? 1);
    expect(learnt.logLoss).toBeLessThan(0.6 * (majority.logLoss ?? 0));
  });

  it('use every labeling function', () => {
    const { functions } = summarize(votes);
    expect(functions.filter(({ coverage }) => coverage === 0)).toEqual([]);
    expect(rules.names).toHaveLength(45);
  });
});
