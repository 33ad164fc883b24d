import { CLIENT_HASHES, CLIENT_SCRIPT, CLIENT_STYLE, THEME_SCRIPT } from './client-bundle.ts';
import { labelColors } from './label-mark.ts';
import { type Content, html, Markup, scriptJson } from './markup.ts';
import type { Payload } from './payload.ts';

/** One part of the page. */
export interface Part {
  readonly id: string;
  /** As the navigation calls it. */
  readonly title: string;
  readonly body: Content;
}

/** What the page is made of. */
export interface PageParts {
  readonly title: string;
  readonly subtitle: string;
  readonly labels: readonly string[];
  readonly parts: readonly Part[];
  readonly payload: Payload | undefined;
}

/** Nothing is loaded from anywhere; no script runs but the two of this page. */
const POLICY = [
  "default-src 'none'",
  `script-src ${CLIENT_HASHES.map((hash) => `'sha256-${hash}'`).join(' ')}`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Puts the whole page together: no request leaves it. */
export function page({ title, subtitle, labels, parts, payload }: PageParts): string {
  const links = parts.map(({ id, title }) => html`<a href="#${id}">${title}</a>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Labelwright">
<title>${title}</title>
<style>${new Markup(CLIENT_STYLE)}</style>
${labelColors(labels)}
<script>${new Markup(THEME_SCRIPT)}</script>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="top"><div class="head"><h1><bdi>${title}</bdi></h1><p>${subtitle}</p></div>
<nav aria-label="Parts of the report">${links}</nav>
<button type="button" id="theme" data-js hidden aria-label="Dark mode" aria-pressed="false"></button></header>
<main id="main" tabindex="-1">
${parts.map(({ body }) => body)}
</main>
<footer><p>Made by Labelwright. This file is whole: it loads nothing.</p></footer>
${payload && html`<script type="application/json" id="payload">${scriptJson(payload)}</script>`}
<script>${new Markup(CLIENT_SCRIPT)}</script>
</body>
</html>
`.text;
}
