import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { dawidSkene, type Estimator, ibcc, majorityVote, pooledDawidSkene } from '../src/index.ts';
import { accuracyOf } from './simulate.ts';

const folder =
  process.env.LABELWRIGHT_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

const linesOf = (path: string) =>
  readFileSync(`${folder}/${path}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** Workers as functions, the tasks whose label is known as records. */
function readCrowd(name: string): { readonly votes: LabelMatrix; readonly gold: string[] } {
  const { classes } = JSON.parse(readFileSync(`${folder}/${name}/dataset.json`, 'utf8'));
  const answers = linesOf(`${name}/answers.jsonl`);
  const known = linesOf(`${name}/gold.jsonl`);
  const rowOf = new Map(known.map(({ task }, i) => [task, i]));
  const workers = [...new Set(answers.map(({ worker }) => String(worker)))];
  const triples = answers.map(({ task, worker, label }) => {
    return [rowOf.get(task) ?? -1, String(worker), String(classes[label])] as const;
  });
  const votes = LabelMatrix.fromTriples<string, string>(classes.map(String), workers, known.length, triples);
  return { votes, gold: known.map(({ label }) => String(classes[label])) };
}

const present = existsSync(`${folder}/crowd-bluebird`) && existsSync(`${folder}/crowd-dog`);

/** Per cent right, as published or computed elsewhere with the same settings. */
const published: readonly (readonly [name: string, make: () => Estimator, bluebird: number, dog: number])[] =
  [
    ['majority vote', majorityVote, 75.9, 82.2],
    ['Dawid-Skene, maximum likelihood', () => dawidSkene({ smoothing: { right: 0, wrong: 0 } }), 89.8, 84.3],
    ['Dawid-Skene, smoothed', dawidSkene, 88.9, 83.6],
    ['pooled Dawid-Skene', pooledDawidSkene, 89.8, 84.0],
    ['IBCC', ibcc, 88.9, 83.9],
  ];

describe.skipIf(!present)(`answers of crowds (skipped where ${folder} is absent)`, () => {
  it.each(published)('%s is right as often as elsewhere', (_, make, bluebird, dog) => {
    for (const [name, expected] of [
      ['crowd-bluebird', bluebird],
      ['crowd-dog', dog],
    ] as const) {
      const { votes, gold } = readCrowd(name);
      const found = 100 * accuracyOf(make().fit(votes).predict(votes), gold);
      expect(Math.abs(found - expected)).toBeLessThan(0.35);
    }
  });
});
