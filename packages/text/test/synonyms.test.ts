import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { synonyms } from '../src/index.ts';

describe('synonyms', () => {
  it('gives the words of every sense, the word itself first and none twice', async () => {
    const found = await synonyms('frankfurter');
    expect(found).toEqual([
      'frankfurter',
      'frank',
      'hotdog',
      'hot dog',
      'dog',
      'wiener',
      'wienerwurst',
      'weenie',
    ]);
  });

  it('keeps to a part of speech and to the most frequent senses', async () => {
    expect(await synonyms('dog', { partOfSpeech: 'verb' })).toContain('chase');
    expect(await synonyms('dog', { partOfSpeech: 'noun', senses: 1 })).toEqual([
      'dog',
      'domestic dog',
      'Canis familiaris',
    ]);
  });

  it('looks up a phrase', async () => {
    expect(await synonyms('New York', { partOfSpeech: 'noun' })).toContain('Empire State');
  });

  it('gives the word alone where it is unknown or empty', async () => {
    expect(await synonyms('xyzzyq')).toEqual(['xyzzyq']);
    expect(await synonyms('')).toEqual(['']);
  });

  it('refuses what is no word, and an unknown part of speech', async () => {
    await expect(synonyms(undefined as never)).rejects.toThrow(
      'found a value of type undefined; expected a text',
    );
    await expect(synonyms('dog', { partOfSpeech: 'pronoun' as 'noun' })).rejects.toThrow(
      "partOfSpeech is 'pronoun'; expected one of adjective, noun, adverb, verb",
    );
  });

  it('refuses a folder without WordNet, and fewer than one sense', async () => {
    await expect(synonyms('dog', { folder: tmpdir() })).rejects.toMatchObject({ code: 'invalid-file' });
    await expect(synonyms('dog', { senses: 0 })).rejects.toThrow('senses is 0; expected a number from 1');
  });
});
