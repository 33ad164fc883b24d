// Checks what the demo wrote against what the README promises of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const out = fileURLToPath(new URL('../examples/gloss-topics/out/', import.meta.url));
const read = (name) => readFileSync(join(out, name), 'utf8');
const report = JSON.parse(read('report.json'));
const [majority, model] = report.models;
const labels = read('labels.jsonl')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

check('records', labels.length, labels.length === 44_017);
check('coverage', report.summary.coverage, report.summary.coverage > 0.7);
check('accuracy of majority vote', majority.scores.accuracy, majority.scores.accuracy >= 0.9);
check(
  'accuracy of the label model',
  model.scores.accuracy,
  model.scores.accuracy >= majority.scores.accuracy,
);
check(
  'log loss of the label model',
  model.scores.logLoss,
  model.scores.logLoss < 0.8 * majority.scores.logLoss,
);
check(
  'rows whose probabilities do not sum to 1',
  labels.filter(
    ({ probabilities }) => Math.abs(Object.values(probabilities).reduce((a, b) => a + b, 0) - 1) > 1e-4,
  ).length,
  labels.every(
    ({ probabilities }) => Math.abs(Object.values(probabilities).reduce((a, b) => a + b, 0) - 1) < 1e-4,
  ),
);
check(
  'model file',
  JSON.parse(read('model.json')).labelwright,
  JSON.parse(read('model.json')).labelwright === 'model',
);

function check(what, found, holds) {
  console.log(`${holds ? '✓' : '✗'} ${what}: ${found}`);
  if (!holds) process.exitCode = 1;
}
