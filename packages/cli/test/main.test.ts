import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = new Shell();
  shell.write('labeling.ts', moduleText());
  shell.write('comments.jsonl', comments);
});

afterEach(() => shell.remove());

describe('run', () => {
  it('writes votes, model, labels and reports', async () => {
    const { code, out } = await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
    expect(code).toBe(0);
    expect(readdirSync(shell.path('out')).sort()).toEqual([
      'labels.jsonl',
      'model.json',
      'report.html',
      'report.json',
      'report.md',
      'snapshot.json',
      'votes.jsonl',
    ]);
    expect(out).toContain('coverage');
    const lines = shell.read('out/labels.jsonl').trimEnd().split('\n');
    const labels = lines.map((line) => JSON.parse(line));
    expect(labels.map(({ id, label }) => [id, label])).toEqual([
      ['c1', 'spam'],
      ['c2', 'ham'],
      ['c3', null],
    ]);
  });

  it('writes the same bytes again', async () => {
    await shell.run('run @labeling.ts --input @comments.jsonl --output @one');
    await shell.run('run @labeling.ts --input @comments.jsonl --output @two');
    for (const name of readdirSync(shell.path('one'))) {
      expect(shell.read(`two/${name}`)).toBe(shell.read(`one/${name}`));
    }
  });

  it('scores the labels against gold', async () => {
    shell.write('gold.jsonl', '{"id":"c1","label":"spam"}\n{"id":"c2","label":"spam"}\n');
    const { out } = await shell.run(
      'run @labeling.ts --input @comments.jsonl --output @out --gold @gold.jsonl --json',
    );
    expect(JSON.parse(out).report.models[0].scores.accuracy).toBe(0.5);
  });

  it('refuses gold that names no record', async () => {
    shell.write('gold.jsonl', '{"id":"x","label":"spam"}\n');
    const { code, err } = await shell.run(
      'run @labeling.ts --input @comments.jsonl --output @out --gold @gold.jsonl',
    );
    expect(code).toBe(1);
    expect(err).toContain("names no record of the votes: its first id is 'x'; expected ids such as 'c1'");
  });

  it.each([
    [
      'a balance of other labels',
      '--balance eggs=0.4',
      "found the label 'eggs' in the balance; expected one of",
    ],
    ['gold that is not there', '--gold @gold.csv', "found no file '"],
    [
      'gold of other labels',
      '--gold @other.csv',
      'other.csv, line 2: found the label "eggs"; expected one of',
    ],
  ])('refuses %s before it applies anything', async (_, options, message) => {
    shell.write('other.csv', 'id,label\nc1,eggs\n');
    const { code, err } = await shell.run(
      `run @labeling.ts --input @comments.jsonl --output @out ${options}`,
    );
    expect(code).not.toBe(0);
    expect(err).toContain(message);
    expect(existsSync(shell.path('out/votes.jsonl'))).toBe(false);
  });

  it('works with one labeling function', async () => {
    shell.write('one.ts', moduleText().replace(/ {2}song:.*\n/, ''));
    expect((await shell.run('run @one.ts --input @comments.jsonl --output @out')).code).toBe(0);
  });
});

describe('step by step', () => {
  it('gives what run gives', async () => {
    await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
    await shell.run('apply @labeling.ts --input @comments.jsonl --output @votes.jsonl');
    await shell.run('fit @votes.jsonl --output @model.json');
    await shell.run('predict @votes.jsonl --model @model.json --output @labels.jsonl');
    for (const name of ['votes.jsonl', 'model.json', 'labels.jsonl']) {
      expect(shell.read(name)).toBe(shell.read(`out/${name}`));
    }
  });

  it('names the labels of integer votes', async () => {
    shell.write('integers.jsonl', '{"id":"a","votes":[0,-1]}\n{"id":"b","votes":[1,1]}\n');
    const { code, out } = await shell.run(
      'fit @integers.jsonl --labels ham,spam --output @model.json --json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ labels: ['ham', 'spam'], records: 2 });
  });

  it.each(['text', 'markdown', 'json'])('reports as %s', async (format) => {
    await shell.run('apply @labeling.ts --input @comments.jsonl --output @votes.jsonl');
    const { out } = await shell.run(`report @votes.jsonl --format ${format}`);
    expect(out).toContain('coverage');
  });

  it('takes a balance', async () => {
    await shell.run('apply @labeling.ts --input @comments.jsonl --output @votes.jsonl');
    const { out } = await shell.run(
      'fit @votes.jsonl --model map-em --balance ham=0.9,spam=0.1 --output @m.json --json',
    );
    expect(JSON.parse(out).balance).toEqual([0.9, 0.1]);
  });
});

describe('init', () => {
  it('writes a module that runs', async () => {
    expect((await shell.run('init @new')).code).toBe(0);
    expect((await shell.run('test @new/labeling.ts')).out).toContain('4 passed, 0 failed');
    expect((await shell.run('run @new/labeling.ts --input @new/comments.jsonl --output @out')).code).toBe(0);
  });

  it('writes what an editor needs, where it is not there', async () => {
    const { out } = await shell.run('init @new');
    expect(out).toMatch(/package\.json.*tsconfig\.json/);
    expect(out).toMatch(/npm install\n$/);
    expect(JSON.parse(shell.read('new/package.json')).devDependencies).toEqual({ labelwright: '^1.2.3' });
    mkdirSync(shell.path('mine'));
    shell.write('mine/package.json', '{}');
    const own = await shell.run('init @mine');
    expect(own.out).toMatch(/npm install --save-dev labelwright\n$/);
    expect(shell.read('mine/package.json')).toBe('{}');
    expect(shell.read('mine/tsconfig.json')).toBe(shell.read('new/tsconfig.json'));
    expect(JSON.parse(shell.read('mine/tsconfig.json')).include).toEqual(['*.ts']);
  });

  it('overwrites nothing', async () => {
    const { code, err } = await shell.run('init @');
    expect(code).toBe(2);
    expect(err).toContain('there already');
    expect(shell.read('labeling.ts')).toBe(moduleText());
  });
});

describe('test', () => {
  it('fails with the example that failed', async () => {
    shell.write(
      'labeling.ts',
      moduleText("other: when('text', keywords('x')).vote('ham').examples({ ham: ['y'] }),"),
    );
    const { code, out, err } = await shell.run('test @labeling.ts');
    expect(code).toBe(1);
    expect(out).toContain('✗ other: expected ham, found abstain, on y');
    expect(err).toContain('1 of 3 examples failed');
  });
});

describe('faults', () => {
  const failing = "bad: (record) => { if (record.id === 'c2') throw new Error('no luck'); },";

  it('stop the run and name the function and the record', async () => {
    shell.write('labeling.ts', moduleText(failing));
    const { code, err } = await shell.run('apply @labeling.ts --input @comments.jsonl --output @votes.jsonl');
    expect(code).toBe(1);
    expect(err).toContain("comments.jsonl, line 2: labeling function 'bad' failed on record 'c2': no luck");
    expect(existsSync(shell.path('votes.jsonl'))).toBe(false);
  });

  it('are counted with --keep-going', async () => {
    shell.write('labeling.ts', moduleText(failing));
    const line = 'apply @labeling.ts --input @comments.jsonl --output @votes.jsonl --keep-going';
    const { code, err } = await shell.run(line);
    expect(code).toBe(0);
    expect(err).toContain('bad: abstained 1 time for a fault');
    expect(JSON.parse((await shell.run(`${line} --json`)).out).faults).toEqual({ bad: 1 });
  });

  it('of a record that is not of the declared shape name its line and field', async () => {
    shell.write(
      'labeling.ts',
      moduleText().replace(
        /record: type<.*?>\(\)/,
        `record: { '~standard': { version: 1, vendor: 'test', validate: (value) =>
          typeof value.text === 'string' ? { value } : { issues: [{ path: ['text'], message: 'expected a string' }] } } }`,
      ),
    );
    shell.write('comments.jsonl', `${comments}{"id":"c4","text":7}\n`);
    const { code, err } = await shell.run('apply @labeling.ts --input @comments.jsonl --output @votes.jsonl');
    expect(code).toBe(1);
    expect(err).toContain(
      "comments.jsonl, line 4: record 'c4' is not of the declared shape: field 'text': expected a string",
    );
  });

  it('end a call that never comes back', async () => {
    shell.write('labeling.ts', moduleText("stuck: (record) => { while (record.id === 'c2'); },"));
    const { code, err } = await shell.run(
      'apply @labeling.ts --input @comments.jsonl --output @votes.jsonl --time-limit 200',
    );
    expect(code).toBe(1);
    expect(err).toContain("labeling function 'stuck' did not return within 200 ms on record 'c2'");
  });

  it('refuse a pattern that backtracks without end', async () => {
    shell.write('labeling.ts', moduleText("loop: when('text', matches(/^(a|aa)+$/)).vote('ham'),"));
    const { code, err } = await shell.run('test @labeling.ts');
    expect(code).toBe(1);
    expect(err).toContain('can backtrack exponentially in (a|aa)+');
  });
});

describe('mistakes', () => {
  it.each([
    ['a wrong path', 'run @labeling.ts --input @nothing.jsonl --output @out', 1, "found no file '"],
    [
      'a missing module',
      'run @nothing.ts --input @comments.jsonl --output @out',
      1,
      'found no labeling module',
    ],
    ['a missing option', 'run @labeling.ts --input @comments.jsonl', 2, '--output'],
    ['an unknown command', 'lable', 2, 'unknown command'],
    [
      'an unknown model',
      'fit @comments.jsonl --model best --output @m.json',
      2,
      "no label model 'best'; expected one of auto",
    ],
    [
      'an output that is the input',
      'fit @comments.jsonl --output @comments.jsonl',
      2,
      'expected another file',
    ],
    ['records for votes', 'fit @comments.jsonl --output @m.json', 1, 'comments.jsonl'],
    [
      'an interval upside down',
      'fit @comments.jsonl --balance ham=0.5..0.1 --output @m.json',
      2,
      'low..high',
    ],
    [
      'dependencies of a model without',
      'fit @comments.jsonl --model glad --find-dependencies -o @m.json',
      2,
      "'glad' finds no dependencies; expected one of auto, map-em, dawid-skene",
    ],
    ['a share above 1', 'fit @comments.jsonl --balance ham=2 --output @m.json', 2, "Found 'ham=2'"],
  ])('explains %s', async (_, line, expected, message) => {
    const { code, err } = await shell.run(line);
    expect(code).toBe(expected);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it.each([
    ['broken JSON', '{"id":"a","text":"x"}\n{"id":"b","text":"y"}\n{"id":"c",\n', 'bad.jsonl, line 3'],
    ['an empty file', '', 'found no records'],
  ])('names the place of %s', async (_, text, message) => {
    shell.write('bad.jsonl', text);
    const { code, err } = await shell.run('run @labeling.ts --input @bad.jsonl --output @out');
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(readdirSync(shell.path('out'))).toEqual([]);
  });

  it('leaves out bad records where asked to', async () => {
    shell.write('bad.jsonl', `${comments}{"id":\n`);
    const { code, err } = await shell.run(
      'run @labeling.ts --input @bad.jsonl --output @out --bad-records skip',
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^left out 1 record that could not be read\n {2}.*bad\.jsonl, line 4: not JSON \(/);
  });

  it.each([
    ['a syntax error', 'const = 1;', 'line 1'],
    ['no default export', 'export const x = 1;', 'exports x; expected a default export'],
    ['an error while loading', "throw new Error('no database');", 'line 1: no database'],
    ['an import that is not there', "import './gone.ts';", 'gone.ts'],
    [
      'a wrong label',
      moduleText().replace("vote('ham')", "vote('hamm' as 'ham')"),
      "'song' voted 'hamm'; expected one of ham, spam",
    ],
  ])('explains a module with %s', async (_, text, message) => {
    shell.write('labeling.ts', text);
    const { code, err } = await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it('shows a stack trace where asked to', async () => {
    shell.write('labeling.ts', "throw new Error('no database');");
    expect((await shell.run('test @labeling.ts --stack')).err).toMatch(/\n {4}at .*labeling\.ts/);
  });

  it('ends in the midst of slow functions, keeps their votes and leaves nothing unfinished', async () => {
    const slow =
      'let n = 0; for (let i = 0; i < 3e7; i++) n += i % 7; return n > 0 && text.length > 9 ? "spam" : undefined;';
    shell.write('slow.ts', moduleText().replace(/( {2}song:)/, `  slow: ({ text }) => { ${slow} },\n$1`));
    const lines = Array.from({ length: 1000 }, (_, i) => `{"id":"r${i}","text":"${'x'.repeat(i % 20)}"}\n`);
    shell.write('many.jsonl', lines.join(''));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 6000);
    const begun = performance.now();
    const { code, err } = await shell.run('run @slow.ts --input @many.jsonl --output @out', stop.signal);
    expect([code, err]).toEqual([130, expect.stringContaining('interrupted')]);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(readdirSync(shell.path('out'))).toEqual([]);
    expect(readdirSync(shell.path('.labelwright/votes'))).not.toEqual([]);
  }, 40_000);

  it('ends on Ctrl-C without half a file', async () => {
    const stop = new AbortController();
    stop.abort();
    const { code, err } = await shell.run(
      'run @labeling.ts --input @comments.jsonl --output @out',
      stop.signal,
    );
    expect(code).toBe(130);
    expect(err).toContain('interrupted');
    expect(readdirSync(shell.path('out'))).toEqual([]);
  });
});

describe('help', () => {
  it.each(['init', 'run', 'apply', 'fit', 'predict', 'report', 'test'])(
    'of %s has an example',
    async (command) => {
      const { code, out } = await shell.run(`${command} --help`);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`Example:\\n {2}labelwright ${command}`));
    },
  );

  it('tells the version', async () => {
    expect((await shell.run('--version')).out).toBe('1.2.3\n');
  });
});

describe('a misspelt command', () => {
  it.each(['rnu', 'rnu --help', 'help rnu'])('is told: %s', async (line) => {
    const { code, out, err } = await shell.run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^labelwright: unknown command 'rnu'\n\(Did you mean run\?\)/);
  });
});

describe('a misspelt option', () => {
  it('is told before an option that is missing', async () => {
    const { code, err } = await shell.run('run @labeling.ts --imput @comments.jsonl --output @out');
    expect(code).toBe(2);
    expect(err).toMatch(/^labelwright: unknown option '--imput'\n\(Did you mean --input\?\)/);
  });

  it('leaves an option that is missing to be told', async () => {
    const { code, err } = await shell.run('run @labeling.ts --output @out');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("required option '-i, --input <path>' not specified"),
    ]);
  });
});

describe('--workers', () => {
  /** Records for three batches; a few are at fault, the first of them in the second batch. */
  const many = Array.from({ length: 2500 }, (_, n) => {
    const text = n % 3 === 0 ? `a song ${n}` : `http ${n}`;
    return `${JSON.stringify({ id: `r${n}`, text: n > 1000 && n % 500 === 7 ? 'bad' : text })}\n`;
  }).join('');
  const broken = `broken: ({ text }) => { if (text === 'bad') throw new Error('no network'); return { label: 'ham', confidence: 0.5 }; },`;

  beforeEach(() => {
    shell.write('labeling.ts', moduleText(broken));
    shell.write('many.jsonl', many);
  });

  it('changes no byte of what is written', async () => {
    const line = (workers: string) =>
      `run @labeling.ts --input @many.jsonl --keep-going --workers ${workers} --output @out-${workers}`;
    const one = await shell.run(line('1'));
    expect(one.code).toBe(0);
    expect(one.err).toContain('no network');
    for (const workers of ['2', '3', 'auto']) {
      const { code, err } = await shell.run(line(workers));
      expect([code, err]).toEqual([0, one.err]);
      for (const name of readdirSync(shell.path('out-1'))) {
        expect(shell.read(`out-${workers}/${name}`)).toBe(shell.read(`out-1/${name}`));
      }
    }
  }, 30_000);

  it.each(['1', '2'])('is %s: the first fault is the one that is told', async (workers) => {
    shell.write('many.jsonl', `${many}{"id":\n`);
    const line = `apply @labeling.ts --input @many.jsonl --output @votes.jsonl --workers ${workers}`;
    const { code, err } = await shell.run(line);
    expect(code).toBe(1);
    expect(err).toContain("many.jsonl, line 1008: labeling function 'broken' failed on record 'r1007'");
    expect(existsSync(shell.path('votes.jsonl'))).toBe(false);
  });

  it.each(['0', 'many', '1.5'])('cannot be %s', async (workers) => {
    const line = `apply @labeling.ts --input @many.jsonl --output @votes.jsonl --workers ${workers}`;
    const { code, err } = await shell.run(line);
    expect(code).toBe(2);
    expect(err).toContain('--workers');
  });
});
