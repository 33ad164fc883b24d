import { describe, expect, it } from 'vitest';
import { extract, type Topic } from '../extract.ts';

const { glosses, gold } = extract();

describe('extract', () => {
  it('finds every definition of the six topics', () => {
    const counts: Partial<Record<Topic, number>> = {};
    for (const { label } of gold) counts[label] = (counts[label] ?? 0) + 1;
    expect(glosses).toHaveLength(44_017);
    expect(counts).toEqual({
      animal: 7510,
      artifact: 11_605,
      food: 2575,
      location: 3222,
      person: 11_073,
      plant: 8032,
    });
  });

  it('keeps gold and all else that WordNet knows out of the records', () => {
    expect(new Set(glosses.flatMap((gloss) => Object.keys(gloss)))).toEqual(
      new Set(['id', 'word', 'definition']),
    );
    expect(glosses.map(({ id }) => id)).toEqual(gold.map(({ id }) => id));
  });

  it('numbers the records by their words, so that the number does not tell the topic', () => {
    const words = glosses.map(({ word }) => word);
    expect(words).toEqual([...words].sort());
    expect(glosses[0].id).toBe('g00000');
  });

  it('leaves out examples of use', () => {
    expect(glosses.filter(({ definition }) => definition.includes('; "'))).toEqual([]);
  });

  it.each<[string, string, Topic]>([
    ['dog', 'a member of the genus Canis', 'animal'],
    ['oak', 'a deciduous tree of the genus Quercus', 'plant'],
    ['hammer', 'a hand tool', 'artifact'],
    ['Einstein', 'physicist born in Germany', 'person'],
    ['bread', 'food made from dough', 'food'],
    ['Paris', 'the capital and largest city of France', 'location'],
  ])('knows that %s, %s, is of topic %s', (word, definition, topic) => {
    const row = glosses.findIndex((gloss) => gloss.word === word && gloss.definition.startsWith(definition));
    expect(gold[row]?.label).toBe(topic);
  });
});
