/**
 * Reads with Python what Labelwright writes, and with Labelwright what Python writes: `pnpm check:python`.
 *
 * Trains a classifier on labels as the guide does. Installs pandas, pyarrow and scikit-learn from the package index
 * into a virtual environment of its own, which is removed afterwards. Without Python, or without the index, it says
 * what is missing and ends well.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabelMatrix, ProbabilisticLabels } from 'labelwright';
import { labelsWriter, readRecords, readVotes, votesWriter } from 'labelwright/io';

const names = { labels: ['ham', 'spam'], functions: ['link', 'song'] };
const votes = new LabelMatrix({ ...names, votes: Int8Array.of(1, -1, 0, 1), ids: ['a', 'b'] });
const labels = ProbabilisticLabels.fromRows(
  names.labels,
  [
    [0.25, 0.75],
    [1, 0],
  ],
  ['a', 'b'],
);

const READ = `
import json, sys, pandas, pyarrow.feather, pyarrow.parquet
folder = sys.argv[1]
def votes(frame):
    assert list(frame.columns) == ["id", "link", "song"], list(frame.columns)
    assert [str(t) for t in frame.dtypes][1:] == ["int8", "int8"], frame.dtypes
    assert frame.values.tolist() == [["a", 1, -1], ["b", 0, 1]], frame
votes(pandas.read_parquet(folder + "/votes.parquet"))
votes(pandas.read_feather(folder + "/votes.arrow"))
for schema in [pyarrow.parquet.read_schema(folder + "/votes.parquet"), pyarrow.feather.read_table(folder + "/votes.arrow").schema]:
    assert json.loads(schema.metadata[b"labelwright"])["labels"] == ["ham", "spam"]
for frame in [pandas.read_parquet(folder + "/labels.parquet"), pandas.read_feather(folder + "/labels.arrow")]:
    assert frame.values.tolist() == [["a", "spam", 0.25, 0.75], ["b", "ham", 1.0, 0.0]], frame
frame = pandas.DataFrame({"id": ["a", "b"], "text": ["é", None], "n": [2**60, 1], "when": pandas.to_datetime(["2026-01-02", "2026-01-03"])})
for kind in ["lz4", "zstd", "uncompressed"]:
    frame.to_feather(folder + f"/records-{kind}.feather", compression=kind)
frame.to_parquet(folder + "/records.parquet")
votes_there = pandas.DataFrame({"id": ["a", "b"], "link": ["spam", None], "song": ["ham", "ham"]})
votes_there.to_feather(folder + "/theirs.feather")
print("pandas", pandas.__version__, "pyarrow", pyarrow.__version__)
`;

const folder = mkdtempSync(join(tmpdir(), 'labelwright-python-'));
try {
  const python = install(['pandas', 'pyarrow', 'scikit-learn']);
  if (python !== undefined) {
    await check(python);
    train(python);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function install(packages) {
  const made = spawnSync('python3', ['-m', 'venv', join(folder, 'venv')], { encoding: 'utf8' });
  if (made.status !== 0) {
    console.log('Python 3 with venv is missing here: nothing is checked.');
    return undefined;
  }
  const python = join(folder, 'venv', 'bin', 'python');
  const installed = spawnSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { encoding: 'utf8' });
  if (installed.status === 0) return python;
  console.log(
    `pandas, pyarrow and scikit-learn could not be installed: nothing is checked.\n${installed.stderr.trim()}`,
  );
  return undefined;
}

async function check(python) {
  for (const format of ['parquet', 'arrow']) {
    const some = await votesWriter(join(folder, `votes.${format}`), names);
    await some.write(votes);
    await some.close();
    const more = await labelsWriter(join(folder, `labels.${format}`), { labels: names.labels });
    await more.write(labels);
    await more.close();
  }
  console.log(execFileSync(python, ['-c', READ, folder], { encoding: 'utf8' }).trim());
  const expected = [
    { id: 'a', text: 'é', n: String(2n ** 60n), when: '2026-01-02T00:00:00.000Z' },
    { id: 'b', text: null, n: 1, when: '2026-01-03T00:00:00.000Z' },
  ];
  for (const name of [
    'records-lz4.feather',
    'records-zstd.feather',
    'records-uncompressed.feather',
    'records.parquet',
  ]) {
    for await (const { records } of readRecords(join(folder, name))) assertEqual(name, records, expected);
  }
  const theirs = await readVotes(join(folder, 'theirs.feather'));
  assertEqual('theirs.feather', [...theirs.votes.votes], [1, 0, -1, 0]);
  console.log('read with Python what was written here, and here what Python wrote');
}

function train(python) {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const run = (program, ...args) => execFileSync(program, args, { cwd: folder, encoding: 'utf8' });
  const labelwright = (line) =>
    run(process.execPath, here('../packages/labelwright/bin/labelwright.js'), ...line.split(' '));
  labelwright('init . --quiet');
  labelwright('run labeling.ts --input comments.jsonl --output out/ --quiet');
  assertEqual('train.py', run(python, here('../examples/guide/train.py')).trim(), "['spam' 'ham']");
  console.log('trained a classifier on labels');
}

function assertEqual(name, found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${name}: found ${left}; expected ${right}`);
}
