import { count, percentSign } from '../figures.ts';
import type { PairRelation, PairReport } from '../pair-report.ts';
import { shareOf } from '../ratio.ts';
import type { Report } from '../report.ts';
import { section } from './cells.ts';
import { type Content, html, type Markup } from './markup.ts';

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly overlaps: number;
  readonly conflicts: number;
}

/** So many pairs are listed in words, and so many clusters. */
const [MOST_PAIRS, MOST_CLUSTERS] = [10, 12];

/** How the functions agree two by two: a map that the page draws, the pairs to look at as tables, and clusters. */
export function pairsSection({ pairs, summary }: Report, browsable: boolean): Content {
  if (pairs === undefined) return undefined;
  const names = summary.functions.map(({ name }) => name);
  const all = pairsOf(pairs);
  const tables = [
    pairTable('Most conflicts', conflicting(all), names, browsable),
    pairTable('Most agreement', agreeing(all), names, browsable),
    relationTable(pairs, names, browsable),
    clusterList(pairs),
  ];
  return section(
    'pairs',
    'Function × function',
    browsable
      ? 'Choose a cell to read the records on which both vote. Arrow keys move, Enter opens.'
      : undefined,
    html`${browsable && tools(pairs)}<div id="pair-map" class="map" data-js hidden></div>
<div class="pair">${tables}</div>`,
  );
}

function tools({ correlations }: PairReport): Markup {
  return html`<div class="tools" data-js hidden><fieldset class="choice"><legend class="hidden">What the map shows</legend>
${choice('overlap', 'Overlap', 'how often the function of the row meets that of the column, in % of the votes of the row', true)}
${choice('agreement', 'Agreement', 'how often they vote the same where they meet')}
${choice('conflict', 'Conflict', 'how often they differ where they meet')}
${correlations && choice('residual', 'Beyond the labels', 'how far they vote alike beyond what the labels explain (residual correlation)')}</fieldset>
<label><input type="checkbox" id="pair-order"> like beside like</label></div>`;
}

function choice(value: string, name: string, hint: string, chosen = false): Markup {
  const checked = chosen ? html` checked` : undefined;
  return html`<label title="${hint}"><input type="radio" name="measure" value="${value}"${checked}> ${name}</label>`;
}

function pairsOf({ overlaps, conflicts }: PairReport): Pair[] {
  return overlaps.flatMap((row, a) =>
    row.flatMap((shared, b): Pair[] =>
      b > a && shared > 0 ? [{ a, b, overlaps: shared, conflicts: conflicts[a][b] }] : [],
    ),
  );
}

function conflicting(all: readonly Pair[]): Pair[] {
  return all
    .filter(({ conflicts }) => conflicts > 0)
    .sort((x, y) => y.conflicts - x.conflicts)
    .slice(0, MOST_PAIRS);
}

function agreeing(all: readonly Pair[]): Pair[] {
  const agreed = ({ overlaps, conflicts }: Pair): number => overlaps - conflicts;
  return all
    .filter((pair) => agreed(pair) > 0)
    .sort((x, y) => agreed(y) - agreed(x))
    .slice(0, MOST_PAIRS);
}

function pairTable(
  title: string,
  list: readonly Pair[],
  names: readonly string[],
  browsable: boolean,
): Content {
  const name = (j: number): Markup => html`<bdi>${names[j]}</bdi>`;
  const differ = title === 'Most conflicts';
  const row = ({ a, b, overlaps, conflicts }: Pair): Markup => {
    const found = differ ? conflicts : overlaps - conflicts;
    const shown = browsable
      ? html`<a href="#records?f=${a}&g=${b}&r=${differ ? 'differ' : 'agree'}">${count(found)}</a>`
      : count(found);
    return html`<tr><th scope="row">${name(a)}</th><td class="words">${name(b)}</td><td>${shown}</td><td>${percentSign(shareOf(found, overlaps))}</td></tr>`;
  };
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="plain"><caption>${title}</caption>
<thead><tr><th scope="col">function</th><th scope="col" class="words">and</th><th scope="col">records</th><th scope="col" title="of the records on which both vote">of shared</th></tr></thead>
<tbody>${list.length > 0 ? list.map(row) : html`<tr><td colspan="4" class="words">none</td></tr>`}</tbody></table></div></div>`;
}

/** What each kind of relation says. */
const TOLD: Readonly<Record<PairRelation['kind'], string>> = {
  duplicate: 'is the same as',
  subset: 'is within',
  contradictory: 'contradicts',
  correlated: 'repeats',
};

function relationTable({ relations }: PairReport, names: readonly string[], browsable: boolean): Content {
  if (relations.length === 0) return undefined;
  const row = ({ kind, first, second, overlaps, correlation }: PairRelation): Markup => {
    const [a, b] = [names.indexOf(first), names.indexOf(second)];
    const records = count(overlaps);
    const shown = browsable ? html`<a href="#records?f=${a}&g=${b}">${records}</a>` : records;
    return html`<tr><th scope="row"><bdi>${first}</bdi></th><td class="words more">${TOLD[kind]}</td><td class="words"><bdi>${second}</bdi></td><td>${shown}</td><td>${correlation === undefined ? '' : correlation.toFixed(2)}</td></tr>`;
  };
  const rest = relations.length > MOST_PAIRS && `, ${MOST_PAIRS} of ${count(relations.length)}`;
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="Pairs that stand out"><table class="plain"><caption>Pairs that stand out${rest}</caption>
<thead><tr><th scope="col">function</th><th scope="col" class="words"><span class="hidden">how it stands to the other</span></th><th scope="col" class="words">other</th><th scope="col">records</th><th scope="col" title="How far they vote alike beyond what the labels explain: 0 is not at all, 1 is a copy">beyond</th></tr></thead>
<tbody>${relations.slice(0, MOST_PAIRS).map(row)}</tbody></table></div></div>`;
}

function clusterList({ clusters }: PairReport): Content {
  if (clusters.length === 0) return undefined;
  const items = clusters
    .slice(0, MOST_CLUSTERS)
    .map((members) => html`<li>${members.map((name) => html`<bdi class="chip">${name}</bdi> `)}</li>`);
  return html`<div class="card"><h3 class="caption">Clusters: functions that say the same beyond the labels, and count as one voice${clusters.length > MOST_CLUSTERS && `, ${MOST_CLUSTERS} of ${clusters.length}`}</h3><ul class="themes" tabindex="0" aria-label="Clusters of functions">${items}</ul></div>`;
}
