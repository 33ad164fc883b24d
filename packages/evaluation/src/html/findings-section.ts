import type { Report } from '../report.ts';
import { section } from './cells.ts';
import { type Content, html } from './markup.ts';

/** The labeling functions that need a look, each with what to do. */
export function findingsSection({ findings, summary }: Report, browsable: boolean): Content {
  if (findings.length === 0) return undefined;
  const items = findings.map((finding) => {
    const name = html`<bdi>${finding.function}</bdi>`;
    const j = summary.functions.findIndex((item) => item.name === finding.function);
    const shown = browsable ? html`<a href="#records?f=${j}">${name}</a>` : name;
    return html`<li><span class="kind">${finding.kind}</span> <b>${shown}</b> ${finding.message}.</li>`;
  });
  return section(
    'findings',
    'To look at',
    'The gravest kinds first.',
    html`<ul class="findings" tabindex="0" aria-label="Findings">${items}</ul>`,
  );
}
