import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatHtml } from '../../src/html/index.ts';
import { browserPath } from './browser-path.ts';
import { largeReport } from './many-functions.ts';
import { options, report } from './small-report.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Reports of every size, as pages. */
const pages: readonly (readonly [name: string, page: () => string])[] = [
  ['a few records', () => formatHtml(report, options)],
  ['no records', () => formatHtml(report)],
  ...([5, 150] as const).flatMap((functions) =>
    ([2, 20] as const).map((labels): readonly [string, () => string] => [
      `${functions} functions and ${labels} labels`,
      () => {
        const large = largeReport(functions, labels);
        return formatHtml(large.report, large.options);
      },
    ]),
  ),
];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(browserPath === undefined)('accessibility (needs CHROME_PATH or a Chromium)', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labelwright-axe-'));
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(text: string, width: number, scheme: 'light' | 'dark'): Promise<Page> {
    const file = join(folder, 'report.html');
    writeFileSync(file, text);
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  // What only the size decides need not be looked at in every light.
  describe.each(pages)('a page on %s', (name, text) => {
    const views = [
      [1280, 'light'],
      [390, 'dark'],
      [1280, 'dark'],
      [390, 'light'],
    ] as const;
    it.each(name === 'a few records' ? views : views.slice(0, 2))(
      'passes axe at %i pixels in the %s',
      { timeout: 60_000 },
      async (width, scheme) => {
        const page = await open(text(), width, scheme);
        try {
          // By the debugger, which the policy of the page does not bind.
          await page.evaluate(axe);
          const found = (await page.evaluate(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations)",
          )) as readonly Violation[];
          expect(
            found.map(
              ({ id, help, nodes }) =>
                `${id}: ${help}: ${nodes
                  .slice(0, 3)
                  .map((node) => node.html)
                  .join(' ')}`,
            ),
          ).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        } finally {
          await page.close();
        }
      },
    );
  });

  it('reaches every control by the Tab key, each with a name and a visible focus', {
    timeout: 60_000,
  }, async () => {
    const page = await open(formatHtml(report, options), 1280, 'light');
    const seen: string[] = [];
    for (let n = 0; n < 150; n++) {
      await page.keyboard.press('Tab');
      const at = (await page.evaluate(`(() => {
        const e = document.activeElement;
        const style = getComputedStyle(e);
        return e === document.body ? null : [e.id || e.name || e.textContent.trim() || e.getAttribute('aria-label'), style.outlineStyle];
      })()`)) as readonly [string, string] | null;
      if (at === null) break;
      expect(at[0]).not.toBe('');
      expect(at[1], at[0]).not.toBe('none');
      seen.push(at[0]);
    }
    expect(seen).toEqual(
      expect.arrayContaining(
        ['theme', 'function-search', 'q', 'z', 'record-list', 'record-reset'].filter((name) => name !== 'z'),
      ),
    );
    expect(seen[0]).toBe('Skip to the report');
    await page.close();
  });

  it('prints the figures, without what only a screen can do', async () => {
    const page = await open(formatHtml(report, options), 1280, 'dark');
    await page.emulateMedia({ media: 'print' });
    const shown = (selector: string): Promise<boolean> => page.locator(selector).first().isVisible();
    expect(await Promise.all(['#overview', '#functions', '#quality', '#errors'].map(shown))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(await Promise.all(['nav', '#theme', '#records', '.tools'].map(shown))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toMatch(
      /^rgb\(2[45]\d, 2[45]\d, 2[45]\d\)$/,
    );
    await page.close();
  });
});
