import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keywordModule, writeComments } from '../bench/simulate-files.ts';

/**
 * The packed labeling module on a real cluster of Spark: `pnpm test:spark [records]`; with `--executors 1,2`, as
 * `pnpm bench:spark` has it, records a second by executors instead.
 *
 * Installs PySpark from the package index into a virtual environment of its own, starts `local-cluster[2,1,2048]`,
 * labels a million records, kills an executor and a worker process meanwhile, with speculation on, and compares
 * hashes with what one process makes of them. Without Python, Java or the index it says what is missing and ends
 * well. `LABELWRIGHT_PYSPARK` chooses the version, by default 3.5.6; `LABELWRIGHT_SPARK_VENV` keeps the environment.
 */
const VERSION = process.env.LABELWRIGHT_PYSPARK ?? '3.5.6';
const REQUIREMENTS = [`pyspark==${VERSION}`, 'pandas<3', 'pyarrow', 'numpy<2.3', 'setuptools'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { executors: { type: 'string', default: '' } },
});
const RECORDS = Number(positionals[0] ?? 1_000_000);
const FUNCTIONS = 20;

const root = fileURLToPath(new URL('..', import.meta.url));
const command = join(root, 'packages/labelwright/bin/labelwright.js');
const folder = mkdtempSync(join(tmpdir(), 'labelwright-spark-'));
try {
  const python = findPython();
  if (python) process.exitCode = await test(python);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A Python with PySpark; `undefined` where something is missing, which is said. */
function findPython(): string | undefined {
  const missing = [
    ['java', ['-version'], 'Java (17 or newer)'],
    ['python3', ['-m', 'venv', '--help'], 'Python 3 with venv'],
    ['tar', ['--version'], 'tar'],
    ['pgrep', ['--version'], 'pgrep'],
  ].find(([name, args]) => run(name as string, args as string[]).status !== 0);
  if (missing) {
    console.log(`${missing[2]} is missing here: nothing is tested.`);
    return undefined;
  }
  const place = process.env.LABELWRIGHT_SPARK_VENV ?? join(folder, 'venv');
  const python = join(place, 'bin', 'python');
  if (
    run(python, ['-c', `import pyspark, pandas, pyarrow; assert pyspark.__version__ == '${VERSION}'`])
      .status === 0
  )
    return python;
  console.log(`installing ${REQUIREMENTS.join(', ')} …`);
  const made = run('python3', ['-m', 'venv', place]);
  const installed =
    made.status === 0 ? run(python, ['-m', 'pip', 'install', '--quiet', ...REQUIREMENTS]) : made;
  if (installed.status === 0) return python;
  console.log(`PySpark could not be installed: nothing is tested.\n${installed.stderr.trim()}`);
  return undefined;
}

async function test(python: string): Promise<number> {
  await writeComments(join(folder, 'records.jsonl'), RECORDS);
  writeFileSync(join(folder, 'labeling.ts'), keywordModule(FUNCTIONS));
  labelwright('pack', 'labeling.ts', '--output', 'pack');
  const start = performance.now();
  labelwright('apply', 'pack', '--input', 'records.jsonl', '--output', 'votes.jsonl', '--no-cache');
  labelwright('fit', 'votes.jsonl', '--output', 'model.json');
  labelwright('predict', 'votes.jsonl', '--model', 'model.json', '--output', 'labels.jsonl');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${RECORDS} records × ${FUNCTIONS} labeling functions in one process: apply, fit, predict ${seconds} s`,
  );
  archiveNode(join(folder, 'node.tar.gz'));
  const runs = values.executors === '' ? [[]] : values.executors.split(',').map((count) => [count]);
  const codes = runs.map((args) => runJob(python, args));
  return Math.max(...codes);
}

function runJob(python: string, args: readonly string[]): number {
  const job = join(root, 'packages/spark/test/cluster_job.py');
  const found = spawnSync(python, [job, folder, ...args], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONPATH: join(root, 'packages/spark'), PYTHONUNBUFFERED: '1' },
  });
  if (found.status !== 0) console.log(found.stderr.split('\n').slice(-60).join('\n'));
  console.log(found.status === 0 ? 'passed' : 'failed');
  return found.status ?? 1;
}

/** The Node that runs here, as an archive for machines that have none. */
function archiveNode(path: string): void {
  const place = join(folder, 'node');
  mkdirSync(join(place, 'bin'), { recursive: true });
  execFileSync('cp', [process.execPath, join(place, 'bin', 'node')]);
  execFileSync('tar', ['-czf', path, '-C', place, ...readdirSync(place)]);
}

function labelwright(...args: string[]): void {
  execFileSync(process.execPath, [command, ...args, '--quiet'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function run(name: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(name, args, { encoding: 'utf8' });
}
