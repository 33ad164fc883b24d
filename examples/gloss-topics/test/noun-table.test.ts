import { describe, expect, it } from 'vitest';
import { nounOfName, withPlurals } from '../noun-table.ts';

describe('withPlurals', () => {
  it.each([
    ['tree', 'trees'],
    ['grass', 'grasses'],
    ['berry', 'berries'],
    ['fisherman', 'fishermen'],
    ['knife', 'knives'],
    ['cactus', 'cacti'],
    ['turkey', 'turkeys'],
  ])('knows %s and %s', (noun, plural) => {
    const table = withPlurals(new Map([[noun, 1]]));
    expect([table.get(noun), table.get(plural)]).toEqual([1, 1]);
  });

  it('keeps a noun that is the plural of another as it is given', () => {
    expect(
      withPlurals(
        new Map([
          ['glass', 'artifact'],
          ['glasses', 'plant'],
        ]),
      ).get('glasses'),
    ).toBe('plant');
  });
});

describe('nounOfName', () => {
  it.each([
    ['ginger ale', 'ale'],
    ['breast of lamb', 'breast'],
    ['Salt Lake City', 'city'],
    ['oak', 'oak'],
    ['Baker', ''],
  ])('of %s is %j', (name, noun) => {
    expect(nounOfName(name)).toBe(noun);
  });
});
