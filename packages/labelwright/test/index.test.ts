import * as clusterPackage from '@labelwright/cluster';
import * as core from '@labelwright/core';
import * as evaluation from '@labelwright/evaluation';
import * as vitestMatchers from '@labelwright/evaluation/vitest';
import * as ioPackage from '@labelwright/io';
import * as models from '@labelwright/label-model';
import * as momentsPackage from '@labelwright/label-model/moments';
import * as labeling from '@labelwright/labeling';
import * as runner from '@labelwright/runner';
import * as textPackage from '@labelwright/text';
import { describe, expect, it } from 'vitest';
import * as cluster from '../src/cluster.ts';
import * as all from '../src/index.ts';
import * as io from '../src/io.ts';
import * as moments from '../src/moments.ts';
import * as run from '../src/run.ts';
import * as text from '../src/text.ts';
import * as matchers from '../src/vitest.ts';

const names = (...modules: object[]) => modules.flatMap((module) => Object.keys(module)).sort();

describe('labelwright', () => {
  it('has everything of the packages that run anywhere', () => {
    expect(names(all)).toEqual(names(core, labeling, models, evaluation));
  });

  it.each([
    ['labelwright/cluster', cluster, clusterPackage],
    ['labelwright/io', io, ioPackage],
    ['labelwright/moments', moments, momentsPackage],
    ['labelwright/text', text, textPackage],
    ['labelwright/run', run, runner],
    ['labelwright/vitest', matchers, vitestMatchers],
  ])('%s has everything of its package', (_, found, expected) => {
    expect(names(found)).toEqual(names(expected));
  });
});
