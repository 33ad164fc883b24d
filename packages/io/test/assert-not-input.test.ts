import { linkSync, symlinkSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { assertNotInput } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('assertNotInput', () => {
  it('refuses an output that is an input, under whatever name', () => {
    const input = folder.write('in.jsonl', '');
    symlinkSync(input, folder.path('soft.jsonl'));
    linkSync(input, folder.path('hard.jsonl'));
    const names = [
      input,
      relative('.', input),
      folder.path('./x/../in.jsonl'),
      folder.path('soft.jsonl'),
      folder.path('hard.jsonl'),
    ];
    for (const name of names) {
      expect(() => assertNotInput(name, ['-', input])).toThrow(
        /the output '.+' is the input '.+'; expected another file/,
      );
    }
  });

  it('refuses what is read of the folder of a run, and accepts the reports in it', () => {
    const input = dirname(folder.write('run/votes.jsonl', ''));
    for (const name of ['votes.jsonl', 'labels.csv', 'model.json', 'snapshot.json']) {
      const output = folder.write(`run/${name}`, '');
      expect(() => assertNotInput(output, [input])).toThrow(
        /is part of the input '.+'; expected another file/,
      );
    }
    for (const name of ['report.html', 'diff.json']) {
      expect(() => assertNotInput(folder.write(`run/${name}`, ''), [input])).not.toThrow();
    }
    expect(() => assertNotInput(folder.write('votes.jsonl', ''), [input])).not.toThrow();
  });

  it('accepts another file, one that is not there yet, and a device', () => {
    const input = folder.write('other.jsonl', '');
    const accepted = [folder.write('another.jsonl', ''), folder.path('new.jsonl'), '/dev/null'];
    for (const name of accepted) expect(() => assertNotInput(name, [input, '/dev/null'])).not.toThrow();
  });
});
