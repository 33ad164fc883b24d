import { count, countOf } from '../figures.ts';
import { section } from './cells.ts';
import { LONGEST_TEXT } from './cut-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { Payload } from './payload.ts';

/** Where the page lets people browse the records; the list itself is made on the page. */
export function recordsSection(payload: Payload): Markup {
  return section(
    'records',
    'Records',
    leadOf(payload),
    html`<form id="record-filters" class="tools" data-js hidden aria-label="Filter the records">
<label class="wide">Find <input type="search" name="q" autocomplete="off" placeholder="text or id"></label>
${filters(payload)}
<button type="button" id="record-reset">Clear</button><output id="record-count" aria-live="polite"></output></form>
<div class="browser" data-js hidden><div id="record-list" class="list" role="listbox" tabindex="0" aria-label="Records"></div>
<article id="record-detail" class="detail" tabindex="0" aria-live="polite" aria-label="The chosen record"></article></div>
<p data-no-js>The records need JavaScript to be shown; the figures above do not.</p>`,
  );
}

function filters(payload: Payload): Content {
  const { model, gold, labels } = payload;
  const functions = named(payload.functions);
  const same: Option[] = [
    ['agree', 'agree'],
    ['differ', 'differ'],
  ];
  const verdicts: Option[] = [
    ['right', 'right'],
    ['wrong', 'wrong'],
  ];
  const suspects: Option[] = payload.suspects ? [['gold suspected', 'suspect']] : [];
  const slices = payload.slices.map(({ by, name }, n): Option => [`${by}: ${name}`, String(n)]);
  const orders: Option[] = [
    ['surest first', 'sure'],
    ['least sure first', 'unsure'],
    ['most votes first', 'votes'],
  ];
  return [
    model && select('l', 'Label', 'any', [...named(labels), ['tie', '-2'], ['none', '-1']]),
    gold && select('t', 'Gold', 'any', [...named(labels), ['unknown', '-1']]),
    gold && model && select('v', 'Against gold', 'any', [...verdicts, ...suspects]),
    slices.length > 0 && select('z', 'Slice', 'any', slices),
    select('c', 'Votes', 'any', same),
    select('n', 'How many', 'any', [
      ['none', '0'],
      ['one', '1'],
      ['two or more', '2'],
    ]),
    select('f', 'Function', 'any', functions),
    select('x', 'Its vote', 'any', [...named(labels), ['abstains', 'none'], ...(gold ? verdicts : [])]),
    select('g', 'And function', 'none', functions),
    select('r', 'Both', 'vote', same),
    select('s', 'Sort', 'as given', model ? orders : orders.slice(2)),
  ];
}

function leadOf({ total, kept, cut, fields, reasons, offsets }: Payload): string {
  const unread = kept - Array.from({ length: kept }, (_, i) => i).filter((i) => isRead(fields, i)).length;
  const sentences = [
    kept < total
      ? `This file holds a random sample of ${count(kept)} of the ${countOf(total, 'record')}, with at least a few of each function and of each kind of error; the figures above count all.`
      : `All ${countOf(total, 'record')}.`,
    fields.length === 0 && 'Their texts were not given.',
    unread > 0 && fields.length > 0 && `The texts of ${countOf(unread, 'record')} are not in this file.`,
    cut.length > 0 && `Texts are cut after ${count(LONGEST_TEXT)} characters, and say so.`,
    reasons &&
      reasons.patterns < patternsOf(offsets.type, offsets.data) &&
      `Why a record has its label is told for the ${count(reasons.patterns)} most frequent vote patterns.`,
  ];
  return sentences.filter((sentence) => sentence).join(' ');
}

function isRead(fields: Payload['fields'], record: number): boolean {
  return fields.some(({ texts }) => texts[record] !== null);
}

/** How many patterns the packed offsets are of: there is one offset more. */
function patternsOf(type: Payload['offsets']['type'], data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  const bytes = (data.length / 4) * 3 - padding;
  return bytes / { u8: 1, u16: 2, i16: 2, u32: 4, f32: 4 }[type] - 1;
}

type Option = readonly [name: string, value: string];

function named(names: readonly string[]): Option[] {
  return names.map((name, n): Option => [name, String(n)]);
}

/** A choice; the first allows everything. */
function select(name: string, title: string, first: string, options: readonly Option[]): Markup {
  const list = [[first, ''] as const, ...options].map(
    ([text, value]) => html`<option value="${value}">${text}</option>`,
  );
  return html`<label>${title} <select name="${name}">${list}</select></label>`;
}
