import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = new Shell();
  shell.write('comments.jsonl', comments);
  shell.write('before.ts', moduleText());
  shell.write('after.ts', moduleText("lake: when('text', keywords('lake')).vote('ham'),"));
  await shell.run('run @before.ts --input @comments.jsonl --output @before');
  await shell.run('run @after.ts --input @comments.jsonl --output @after');
});

afterAll(() => shell.remove());

describe('diff', () => {
  it('names the function that flipped a label', async () => {
    const { code, out } = await shell.run('diff @before @after');
    expect(code).toBe(0);
    expect(out).toContain('lake added: 1 vote differs, 1 label flipped');
    expect(out).toMatch(/c3 +– +ham +lake/);
  });

  it('judges flips against gold', async () => {
    shell.write('gold.jsonl', '{"id":"c3","label":"ham"}\n');
    const { out } = await shell.run('diff @before @after --gold @gold.jsonl --json');
    expect(JSON.parse(out).flips.gold).toEqual({ fixed: 1, broken: 0 });
  });

  it('compares snapshots alone', async () => {
    const { out } = await shell.run(
      'diff @before/snapshot.json @after/snapshot.json --format markdown --output @diff.md',
    );
    expect(out).toBe('');
    expect(shell.read('diff.md')).toContain('- lake added');
  });

  it('tells how far the votes on other records are', async () => {
    shell.write('others.jsonl', comments.replaceAll('"c', '"d').replace('song', 'thing'));
    await shell.run('run @before.ts --input @others.jsonl --output @others');
    const { out } = await shell.run('diff @before @others');
    expect(out).toContain('Other records: 3 before, 3 after, 0 in both.');
    expect(out).toContain('Votes of 33.3 % of the records would have to change to have the same patterns');
  });

  it('tells of other labels, and finds no flips then', async () => {
    shell.write('egg.ts', moduleText().replace("['ham', 'spam']", "['ham', 'spam', 'egg']"));
    await shell.run('run @egg.ts --input @comments.jsonl --output @egg');
    const { code, out } = await shell.run('diff @before @egg');
    expect([code, out.includes('Labels: + egg.'), out.includes('flipped')]).toEqual([0, true, false]);
  });

  it('finds nothing between a run and itself', async () => {
    expect((await shell.run('diff @after @after')).out).toContain('Nothing changed.');
  });

  it('reads a snapshot of another revision', async () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', shell.folder, ...args], { stdio: 'pipe' });
    git('init', '--quiet');
    git('add', 'before/snapshot.json');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message', 'a snapshot');
    const { GIT_DIR } = process.env;
    process.env.GIT_DIR = shell.path('.git');
    try {
      const { code, out } = await shell.run('diff HEAD:before @after');
      expect([code, out.includes('lake added')]).toEqual([0, true]);
    } finally {
      if (GIT_DIR === undefined) delete process.env.GIT_DIR;
      else process.env.GIT_DIR = GIT_DIR;
    }
  });

  it.each([
    ['diff @nowhere @after', 'nowhere'],
    ['diff @comments.jsonl @after', 'comments.jsonl'],
    ['diff @empty @after', 'expected a folder that run wrote'],
    ['diff nosuch:rev @after', 'nosuch:rev: not in git'],
  ])('refuses what is no run: %s', async (line, message) => {
    mkdirSync(shell.path('empty'), { recursive: true });
    const { code, err } = await shell.run(line);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});

describe('check', () => {
  it('passes a run that reaches its thresholds', async () => {
    const { code, out } = await shell.run('check @after --min-coverage 1 --max-conflict 0 --against @before');
    expect(out).toContain('Passed: 24 checks.');
    expect(code).toBe(0);
  });

  it('fails one that does not, with a summary', async () => {
    const { code, out, err } = await shell.run(
      'check @before --min-coverage 0.9 --min-accuracy 0.5 --summary @summary.md --quiet',
    );
    expect(code).toBe(1);
    expect(out).toMatch(/minCoverage +data set +coverage +0\.667/);
    expect(out).toMatch(/minAccuracy +model auto|minAccuracy +model map-em/);
    expect(err).toContain('2 of 2 checks failed');
    expect(shell.read('summary.md')).toContain('| minCoverage | data set | coverage | 0.667 |');
  });

  it('takes thresholds of a file, and of the command line before them', async () => {
    shell.write('gates.json', '{"minCoverage":0.9,"functions":{"link":{"minCoverage":0.3}}}');
    expect((await shell.run('check @before --thresholds @gates.json')).code).toBe(1);
    shell.write('wrong.json', JSON.stringify({ minCoverage: 'x' }));
    expect((await shell.run('check @before --thresholds @wrong.json')).err).toMatch(
      /wrong\.json: .*minCoverage/,
    );
    expect((await shell.run('check @before --thresholds @gates.json --min-coverage 0.5')).code).toBe(0);
  });

  it.each([
    ['diff @before/snapshot.json @after --gold @comments.jsonl', 'found --gold beside a snapshot'],
    ['check @after', 'found no threshold'],
    ['check @after --by worst', 'found no threshold'],
    ['check @after --max-drift 0.1', 'expected --against'],
    ['check @after --min-coverage 2', 'number from 0 to 1'],
  ])('refuses %s', async (line, message) => {
    const { code, err } = await shell.run(line);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
