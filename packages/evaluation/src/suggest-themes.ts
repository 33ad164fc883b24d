import type { ProbabilisticLabels } from '@labelwright/core';
import { chooseGreedily, countOpen } from './choose-greedily.ts';
import type { PhraseIndex } from './phrase-index.ts';
import type { RuleEntry } from './rule-entry.ts';
import { type State, UNCOVERED } from './suggest-study.ts';
import type { Theme } from './suggestions.ts';

/** What is known about records: their labels, whether they have votes that agree or differ, and their phrases. */
export interface ThemeParts<L extends string = string> {
  readonly labels: ProbabilisticLabels<L>;
  readonly states: Uint8Array;
  readonly index: PhraseIndex;
}

/** Which themes are looked for, and how they are written. */
export interface ThemeOptions {
  /** Words that were suggested already. */
  readonly taken: ReadonlySet<string>;
  readonly most: number;
  readonly entry: RuleEntry;
  /** Of which records. Default: of those without votes. */
  readonly state?: State | undefined;
}

/**
 * Finds what records of a state share and others do not, a cluster of them after another: each around a word, chosen
 * by the records that have it and none before, times how much rarer it is elsewhere (as TF-IDF weighs words).
 */
export function findThemes<L extends string>(parts: ThemeParts<L>, options: ThemeOptions): Theme<L>[] {
  const { states, index } = parts;
  const { taken, most, entry, state = UNCOVERED } = options;
  const open = Uint8Array.from(states, (found) => (found === state ? 1 : 0));
  const wanted = open.reduce((sum, flag) => sum + flag, 0);
  const rarity = index.rows.map((rows) => {
    const inside = countOpen(rows, open);
    const elsewhere = (rows.length - inside + 1) / (states.length - wanted + 1);
    return Math.log(inside / Math.max(1, wanted) / elsewhere);
  });
  const pool = [...index.phrases.keys()].filter(
    (phrase) =>
      rarity[phrase] >= RARE &&
      index.lengths[phrase] > 0 &&
      !index.phrases[phrase].split(' ').every((word) => taken.has(word)),
  );
  const themes: Theme<L>[] = [];
  chooseGreedily(pool, {
    most,
    worth: (phrase) => {
      const gain = countOpen(index.rows[phrase], open);
      return gain >= LEAST ? gain * rarity[phrase] : 0;
    },
    take: (phrase) => {
      const gained = [...index.rows[phrase]].filter((row) => open[row] === 1);
      themes.push(describe(parts, phrase, gained, rarity, entry));
      for (const row of gained) open[row] = 0;
    },
  });
  return themes;
}

/** A theme is at least twice as frequent among the records as elsewhere. */
const RARE = Math.log(2);

/** What fewer records share is no theme. */
const LEAST = 5;

function describe<L extends string>(
  parts: ThemeParts<L>,
  phrase: number,
  gained: readonly number[],
  rarity: readonly number[],
  entry: ThemeOptions['entry'],
): Theme<L> {
  const name = parts.index.phrases[phrase];
  return {
    phrase: name,
    related: relatedTo(parts.index, phrase, new Set(gained), rarity),
    code: entry(name, '…'),
    gain: gained.length,
    leaning: leaningOf(parts, phrase),
    examples: gained.slice(0, 3),
  };
}

/** Other words of the same records, those that are rarest elsewhere first. */
function relatedTo(
  { phrases, lengths, rows }: PhraseIndex,
  phrase: number,
  gained: ReadonlySet<number>,
  rarity: readonly number[],
): string[] {
  const own = phrases[phrase].split(' ');
  return [...phrases.keys()]
    .filter((other) => lengths[other] === 1 && rarity[other] > 0 && !own.includes(phrases[other]))
    .map((other) => ({ other, shared: rows[other].reduce((sum, row) => sum + (gained.has(row) ? 1 : 0), 0) }))
    .filter(({ shared }) => shared >= 2)
    .sort((a, b) => b.shared * rarity[b.other] - a.shared * rarity[a.other])
    .slice(0, 5)
    .map(({ other }) => phrases[other]);
}

function leaningOf<L extends string>(
  { labels, states, index }: ThemeParts<L>,
  phrase: number,
): Theme<L>['leaning'] {
  const agreed = [...index.rows[phrase]].filter((row) => states[row] === 1);
  if (agreed.length === 0) return undefined;
  const mass = labels.labels.map((_, k) => agreed.reduce((sum, row) => sum + labels.distribution(row)[k], 0));
  const best = mass.indexOf(Math.max(...mass));
  return { label: labels.labels[best], share: mass[best] / agreed.length, records: agreed.length };
}
