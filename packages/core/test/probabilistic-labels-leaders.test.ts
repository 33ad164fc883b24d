import { ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';

describe('ProbabilisticLabels.leaders', () => {
  const labels = ProbabilisticLabels.fromRows(
    ['a', 'b', 'c'],
    [
      [0.2, 0.4, 0.4],
      [0.5, 0.3, 0.2],
      [0, 0, 0],
    ],
  );

  it('names every label that shares the highest probability', () => {
    expect(labels.leaders(0)).toEqual(['b', 'c']);
  });

  it('names one label where there is no tie', () => {
    expect(labels.leaders(1)).toEqual(['a']);
  });

  it('names all labels of a record without votes, whose distribution is flat', () => {
    expect(labels.leaders(2)).toEqual(['a', 'b', 'c']);
  });
});
