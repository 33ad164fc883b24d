import { describe, expect, it } from 'vitest';
import { genusOf, headOf } from '../genus.ts';

describe('genusOf', () => {
  it.each([
    ['any of various small songbirds that winter in Africa', 'small songbirds'],
    ['(law) a party who is entitled to an estate', 'party'],
    ['a ship carrying mail', 'ship carrying mail'],
    ['a ship carrying the mail', 'ship'],
    ['a hinged lid', 'hinged lid'],
    ['small, hardy horses of Iceland', 'small hardy horses'],
    ['type genus of the Sturnidae: common starlings', 'common starlings'],
    ['wombats', 'wombats'],
    ['', ''],
  ])('of %j is %j', (definition, genus) => {
    expect(genusOf(definition)).toBe(genus);
  });
});

describe('headOf', () => {
  it('is the last word', () => {
    expect(headOf('small evergreen tree')).toBe('tree');
    expect(headOf('tree')).toBe('tree');
  });
});
