import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Random, seededRandom } from 'labelwright';
import { draw, normal, pick } from './random.ts';

/**
 * Writes crowd answers whose truth is known, for `bench/quality/main.ts`:
 * `pnpm simulate:crowds FOLDER --sets 150 --seed 6`.
 *
 * Some hundred to some thousand records with 3 to 20 answers each, from annotators of whom a few may give most of
 * them. How often an answer is right depends on the record's label, on which of several kinds of records with that
 * label it is, on the record itself and on the annotator; wrong answers lean to a neighbouring label, annotators to
 * labels of their own, and some do not look at the record at all. So annotators err together, as people do.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sets: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const [folder = 'crowds'] = positionals;

/** What annotators make of one kind of record. */
interface Kind {
  /** How often its label is seen, in log-odds. */
  readonly ease: number;
  /** How much wrong answers lean to each label. */
  readonly lures: readonly number[];
  readonly weight: number;
}

interface Annotator {
  readonly skill: number;
  readonly leanings: readonly number[];
  /** What an annotator does who does not look. */
  readonly careless: 'uniform' | 'same' | 'usual' | undefined;
  readonly favourite: number;
}

for (let n = 0; n < Number(values.sets); n++) {
  const random = seededRandom(Number(values.seed) * 1000 + n + 77_000_000);
  write(`crowd-${String(n).padStart(3, '0')}`, random);
}

function write(name: string, random: Random): void {
  const labels = pick(random, [2, 2, 2, 2, 4, 4, 5, 10]);
  const records = pick(random, [100, 300, 500, 800, 2000, 4000]);
  const perRecord = pick(random, [3, 4, 5, 5, 6, 10, 10, 20]);
  const workload = pick(random, [5, 15, 40, 100, 250]);
  const size = Math.max(perRecord + 2, Math.round((records * perRecord) / workload));
  const diligence = pick(random, [0, 0.5, 1, 1.4]);
  const skew = pick(random, [1, 1, 0.5, 0.2]);
  const balance = Array.from({ length: labels }, (_, k) => (k === 0 ? 1 : skew * (0.5 + random())));
  const kindsOf = makeKinds(random, labels);
  const hardness = pick(random, [0, 0.5, 1, 1.5]);
  const annotators = makeAnnotators(random, size, labels);
  const activity = annotators.map((_, i) => (1 + i) ** -diligence);
  const answers: string[] = [];
  const gold: string[] = [];
  for (let i = 0; i < records; i++) {
    const task = `t${i}`;
    const label = draw(random, balance);
    const weights = kindsOf[label].map(({ weight }) => weight);
    const kind = kindsOf[label][draw(random, weights)];
    const shift = hardness * normal(random);
    gold.push(JSON.stringify({ task, label }));
    for (const w of chooseSome(random, activity, perRecord)) {
      const answer = answerOf(random, annotators[w], label, kind, shift, balance);
      answers.push(JSON.stringify({ task, worker: `w${w}`, label: answer }));
    }
  }
  const to = join(folder, name);
  mkdirSync(to, { recursive: true });
  const classes = Array.from({ length: labels }, (_, k) => String(k));
  writeFileSync(join(to, 'dataset.json'), `${JSON.stringify({ name, classes, metric: 'acc' })}\n`);
  writeFileSync(join(to, 'answers.jsonl'), `${answers.join('\n')}\n`);
  writeFileSync(join(to, 'gold.jsonl'), `${gold.join('\n')}\n`);
}

/** The kinds of records of each label. */
function makeKinds(random: Random, labels: number): Kind[][] {
  const usual = logit(0.55 + 0.37 * random());
  const count = pick(random, [1, 1, 2, 3]);
  const spread = pick(random, [0.5, 1, 1.8]);
  return Array.from({ length: labels }, (_, k) =>
    Array.from({ length: count }, () => ({
      ease: usual + (count > 1 ? spread * normal(random) : 0) + 0.5 * normal(random),
      lures: Array.from({ length: labels }, (_, m) =>
        m === k ? 0 : Math.exp((Math.abs(m - k) === 1 ? 1 : 0) + normal(random)),
      ),
      weight: 0.2 + random(),
    })),
  );
}

function makeAnnotators(random: Random, size: number, labels: number): Annotator[] {
  const skill = pick(random, [0.3, 0.7, 1.2]);
  const leaning = pick(random, [0, 0.3, 0.8]);
  const careless = pick(random, [0, 0, 0.1, 0.25]);
  return Array.from({ length: size }, () => ({
    skill: skill * normal(random),
    leanings: Array.from({ length: labels }, () => leaning * normal(random)),
    careless: random() < careless ? pick(random, ['uniform', 'same', 'usual'] as const) : undefined,
    favourite: Math.floor(random() * labels),
  }));
}

/** So many different annotators, likelier the more active they are. */
function chooseSome(random: Random, activity: readonly number[], count: number): Set<number> {
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < count && tries < 50 * count; tries++) chosen.add(draw(random, activity));
  return chosen;
}

function answerOf(
  random: Random,
  { skill, leanings, careless, favourite }: Annotator,
  label: number,
  { ease, lures }: Kind,
  shift: number,
  balance: readonly number[],
): number {
  if (careless === 'uniform') return Math.floor(random() * balance.length);
  if (careless === 'same') return random() < 0.95 ? favourite : Math.floor(random() * balance.length);
  if (careless === 'usual') return draw(random, balance);
  const right = 1 / (1 + Math.exp(-(ease + shift + skill)));
  const allLures = lures.reduce((sum, lure) => sum + lure, 0);
  return draw(
    random,
    lures.map((lure, m) => (m === label ? right : ((1 - right) * lure) / allLures) * Math.exp(leanings[m])),
  );
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}
