import { describe, expect, it } from 'vitest';
import { LabelMatrix } from '../src/index.ts';

const labels = ['ham', 'spam'] as const;
const functions = ['link', 'short', 'song'] as const;

const matrix = LabelMatrix.fromRows(labels, functions, [
  ['spam', undefined, 'ham'],
  [undefined, undefined, undefined],
  ['spam', 'spam', null],
]);

describe('LabelMatrix', () => {
  it('counts records and functions', () => {
    expect([matrix.rows, matrix.columns]).toEqual([3, 3]);
  });

  it('gives each vote by record and name', () => {
    expect(matrix.vote(0, 'link')).toBe('spam');
    expect(matrix.vote(0, 'short')).toBeUndefined();
  });

  it('lists the votes on a record in the order of the functions', () => {
    expect(matrix.votesOn(0)).toEqual([
      { function: 'link', label: 'spam', confidence: 1 },
      { function: 'song', label: 'ham', confidence: 1 },
    ]);
  });

  it('names records by their position where they have no ids', () => {
    expect(matrix.idOf(2)).toBe('2');
  });

  it('keeps its number of records when it has no functions', () => {
    const empty = matrix.drop(['link', 'short', 'song']);
    expect([empty.rows, empty.columns]).toEqual([3, 0]);
    expect(LabelMatrix.fromRows(labels, [], [[], []]).rows).toBe(2);
  });

  it.each([
    [
      'a vote that is no label',
      () => new LabelMatrix({ labels, functions: ['a'], votes: Int8Array.of(2) }),
      /'a' on record 0 voted 2/,
    ],
    [
      'a number of votes that does not fit',
      () => new LabelMatrix({ labels, functions, votes: new Int8Array(4) }),
      /4 votes; expected a multiple of 3/,
    ],
    [
      'ids that do not fit',
      () => new LabelMatrix({ labels, functions: ['a'], votes: Int8Array.of(1), ids: [] }),
      /0 record ids; expected 1/,
    ],
    [
      'a confidence of 0',
      () =>
        new LabelMatrix({
          labels,
          functions: ['a'],
          votes: Int8Array.of(1),
          confidences: Float32Array.of(0),
        }),
      /confidence 0; expected above 0/,
    ],
    [
      'a function named twice',
      () => LabelMatrix.fromRows(labels, ['a', 'a'], []),
      /two labeling functions named 'a'/,
    ],
    ['no labels', () => LabelMatrix.fromRows([], ['a'], []), /0 labels; expected 1 to/],
    [
      'a row that is too short',
      () => LabelMatrix.fromRows(labels, functions, [['spam']]),
      /row 0 has 1 votes/,
    ],
    [
      'columns of unequal length',
      () => LabelMatrix.fromColumns(labels, { a: ['spam'], b: [] }),
      /'b' has 0 votes; expected 1, as 'a' has/,
    ],
    [
      'a triple outside the matrix',
      () => LabelMatrix.fromTriples(labels, ['a'], 1, [[1, 'a', 'spam']]),
      /'a' on row 1; expected a row below 1/,
    ],
    [
      'a triple between two records',
      () => LabelMatrix.fromTriples(labels, ['a'], 2, [[0.5, 'a', 'spam']]),
      /'a' on row 0\.5; expected a row below 2/,
    ],
    [
      'triples that contradict each other',
      () =>
        LabelMatrix.fromTriples(labels, ['a'], 1, [
          [0, 'a', 'spam'],
          [0, 'a', 'spam'],
          [0, 'a', 'ham'],
        ]),
      /the votes 'spam' and 'ham' of 'a' on row 0; expected one/,
    ],
    ['no matrices', () => LabelMatrix.concat([] as never), /no matrices; expected at least one/],
    [
      'an unknown function',
      () => matrix.columnOf('links'),
      /no labeling function 'links'; expected one of link, short, song/,
    ],
    ['an unknown row', () => matrix.take([3]), /found row 3; expected 0 to 2/],
    ['a vote on an unknown row', () => matrix.vote(3, 'link'), /found row 3; expected 0 to 2/],
    ['votes on an unknown row', () => matrix.votesOn(-1), /found row -1; expected 0 to 2/],
    ['a row where there are none', () => matrix.take([]).votesOn(0), /found row 0; expected none/],
  ])('refuses %s', (_, build, message) => {
    expect(build).toThrow(message);
  });

  it('holds more than 127 labels', () => {
    const many = Array.from({ length: 150 }, (_, k) => `label-${k}`);
    expect(LabelMatrix.fromRows(many, ['a'], [['label-149']]).vote(0, 'a')).toBe('label-149');
  });

  it('is the same from rows, columns and triples', () => {
    const columns = LabelMatrix.fromColumns(labels, {
      link: ['spam', undefined, 'spam'],
      short: [undefined, undefined, 'spam'],
      song: ['ham', undefined, undefined],
    });
    const triples = LabelMatrix.fromTriples(labels, functions, 3, [
      [0, 'link', 'spam'],
      [0, 'song', 'ham'],
      [2, 'link', 'spam'],
      [2, 'short', 'spam'],
    ]);
    expect(columns.votes).toEqual(matrix.votes);
    expect(triples.votes).toEqual(matrix.votes);
  });

  it('selects, reorders and drops functions by name', () => {
    expect(
      matrix
        .select(['song', 'link'])
        .votesOn(0)
        .map((vote) => vote.function),
    ).toEqual(['song', 'link']);
    expect(matrix.drop(['short']).functions).toEqual(['link', 'song']);
  });

  it('keeps ids and confidences when it takes records', () => {
    const weighted = new LabelMatrix({
      labels,
      functions: ['a'],
      votes: Int8Array.of(1, 0),
      confidences: Float32Array.of(0.5, 0.25),
      ids: ['x', 'y'],
    });
    const taken = weighted.take([1]);
    expect(taken.idOf(0)).toBe('y');
    expect(taken.votesOn(0)).toEqual([{ function: 'a', label: 'ham', confidence: 0.25 }]);
  });

  it('splits records by a test', () => {
    const [inside, outside] = matrix.split((row) => matrix.votesOn(row).length > 0);
    expect([inside.rows, outside.rows]).toEqual([2, 1]);
  });

  it('concatenates records, and refuses other functions', () => {
    expect(LabelMatrix.concat([matrix, matrix]).rows).toBe(6);
    expect(() => LabelMatrix.concat([matrix, matrix.select(['song', 'short', 'link']) as never])).toThrow(
      /found the labeling functions song, short, link; expected link, short, song/,
    );
  });

  it('joins functions side by side, weighted ones with plain ones', () => {
    const weighted = new LabelMatrix({
      labels,
      functions: ['model'],
      votes: Int8Array.of(0, -1, 1),
      confidences: Float32Array.of(0.5, 1, 0.75),
    });
    const joined = LabelMatrix.join(matrix, weighted);
    expect(joined.functions).toEqual(['link', 'short', 'song', 'model']);
    expect(joined.votesOn(2).map((vote) => vote.confidence)).toEqual([1, 1, 0.75]);
  });

  it('refuses to join other records', () => {
    expect(() => LabelMatrix.join(matrix, LabelMatrix.fromRows(labels, ['a'], [['spam']]))).toThrow(
      /the right matrix has 1 records; expected 3/,
    );
  });
});
