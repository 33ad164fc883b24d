import { count, percentSign } from '../figures.ts';
import type { FunctionPairs } from '../function-pairs.ts';
import { shareOf } from '../ratio.ts';
import { section } from './cells.ts';
import { type Content, html, type Markup } from './markup.ts';

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly overlaps: number;
  readonly conflicts: number;
}

/** So many pairs are listed in words. */
const MOST_PAIRS = 10;

/** How the functions agree two by two: a map that the page draws, and the pairs to look at as a table. */
export function pairsSection(pairs: FunctionPairs, browsable: boolean): Content {
  if (pairs.functions.length < 2) return undefined;
  const all = pairsOf(pairs);
  return section(
    'pairs',
    'Function × function',
    'Choose a cell to read the records on which both vote. Arrow keys move, Enter opens.',
    html`<div class="tools" data-js hidden><fieldset class="choice"><legend class="hidden">What the map shows</legend>
${choice('overlap', 'Overlap', 'how often the function of the row meets that of the column, in % of the votes of the row', true)}
${choice('agreement', 'Agreement', 'how often they vote the same where they meet')}
${choice('conflict', 'Conflict', 'how often they differ where they meet')}</fieldset></div>
<div id="pair-map" class="map" data-js hidden></div>
<div class="pair">${pairTable('Most conflicts', conflicting(all), pairs, browsable)}${pairTable('Most agreement', agreeing(all), pairs, browsable)}</div>`,
  );
}

function choice(value: string, name: string, hint: string, chosen = false): Markup {
  const checked = chosen ? html` checked` : undefined;
  return html`<label title="${hint}"><input type="radio" name="measure" value="${value}"${checked}> ${name}</label>`;
}

function pairsOf({ functions, overlaps, conflicts }: FunctionPairs): Pair[] {
  const M = functions.length;
  return functions.flatMap((_, a) =>
    functions.slice(a + 1).flatMap((_, n): Pair[] => {
      const b = a + 1 + n;
      const cell = a * M + b;
      return overlaps[cell] > 0 ? [{ a, b, overlaps: overlaps[cell], conflicts: conflicts[cell] }] : [];
    }),
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

function pairTable(title: string, list: readonly Pair[], pairs: FunctionPairs, browsable: boolean): Content {
  const name = (j: number): Markup => html`<bdi>${pairs.functions[j]}</bdi>`;
  const differ = title === 'Most conflicts';
  const row = ({ a, b, overlaps, conflicts }: Pair): Markup => {
    const found = differ ? conflicts : overlaps - conflicts;
    const shown = browsable
      ? html`<a href="#records?f=${a}&g=${b}&r=${differ ? 'differ' : 'agree'}">${count(found)}</a>`
      : count(found);
    return html`<tr><th scope="row">${name(a)}</th><td class="words">${name(b)}</td><td>${shown}</td><td>${percentSign(shareOf(found, overlaps))}</td></tr>`;
  };
  return html`<div class="card"><table class="plain"><caption>${title}</caption>
<thead><tr><th scope="col">function</th><th scope="col" class="words">and</th><th scope="col">records</th><th scope="col" title="of the records on which both vote">of shared</th></tr></thead>
<tbody>${list.length > 0 ? list.map(row) : html`<tr><td colspan="4" class="words">none</td></tr>`}</tbody></table></div>`;
}
