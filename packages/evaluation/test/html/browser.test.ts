import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LabelMatrix } from '@labelwright/core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatHtml, htmlRecord } from '../../src/html/index.ts';
import { createReport } from '../../src/index.ts';
import { browserPath } from './browser-path.ts';
import { largeReport } from './many-functions.ts';
import { options, report } from './small-report.ts';

describe.skipIf(browserPath === undefined)('the page in a browser (needs CHROME_PATH or a Chromium)', () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  const problems: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labelwright-html-'));
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1200, height: 800 }, colorScheme: 'light' });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
  });

  afterEach(async () => {
    await page.close();
    // Nothing may be printed, fail, or be asked for beside the file itself.
    expect(problems.splice(0)).toEqual([]);
    expect(requests.splice(0).filter((url) => !url.startsWith('file:'))).toEqual([]);
  });

  async function open(text = formatHtml(report, options), hash = ''): Promise<void> {
    const file = join(folder, 'report.html');
    writeFileSync(file, text);
    await page.goto(pathToFileURL(file).href + hash);
  }

  const texts = (selector: string): Promise<string[]> => page.locator(selector).allTextContents();
  const shown = (): Promise<string[]> => texts('#record-list .line');

  it('sorts the functions by a column, down and then up', async () => {
    await open();
    const names = (): Promise<string[]> => texts('#function-table tbody th bdi');
    const votes = page.getByRole('button', { name: 'votes', exact: true });
    await votes.click();
    expect(await names()).toEqual(['link', 'song', 'short']);
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await votes.press('Enter');
    expect(await names()).toEqual(['short', 'link', 'song']);
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
  });

  it('finds functions by name and by label', async () => {
    await open();
    await page.locator('#function-search').fill('spam');
    expect(await texts('#function-table tbody tr:visible th bdi')).toEqual(['link']);
    expect(await page.locator('#function-count').textContent()).toBe('1 of 3');
  });

  it('filters the records by text, label and verdict', async () => {
    await open();
    expect(await shown()).toHaveLength(6);
    await page.locator('[name=q]').fill('SONG');
    await expect.poll(shown).toEqual(['love this song', 'song', 'a song at http://c.example']);
    await page.locator('[name=v]').selectOption('wrong');
    await expect.poll(shown).toEqual(['song']);
    expect(page.url()).toContain('#records?q=SONG&v=wrong');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(shown).toHaveLength(6);
  });

  it('leads from a figure to the records behind it', async () => {
    await open();
    await page.locator('#errors a[href="#records?l=0&t=1"]').first().click();
    await expect.poll(shown).toEqual(['song']);
    expect(await page.locator('#record-count').textContent()).toBe('1 of 6 records');
    await page.locator('#pairs a[href="#records?f=0&g=1&r=differ"]').click();
    await expect.poll(shown).toEqual(['a song at http://c.example']);
  });

  it('opens on the records that its address names', async () => {
    await open(formatHtml(report, options), '#records?f=1&s=sure&i=2');
    expect(await shown()).toEqual(['song', 'love this song', 'a song at http://c.example']);
    expect(await page.locator('#record-detail h3').textContent()).toBe('Record c3');
  });

  it('shows the evidence and why a record has its label', async () => {
    await open();
    expect(await texts('#record-detail mark')).toEqual(['http://a.example']);
    expect(await texts('.reasons tr')).toEqual([
      'before anyone votes−0.50',
      'linkspam✓+1.25',
      'shortham✗0.00',
      'together+0.75',
    ]);
    await page.locator('.reasons tr', { hasText: 'link' }).hover();
    expect(await page.locator('mark.lit').count()).toBe(1);
  });

  it('is browsed by keyboard', async () => {
    await open();
    const list = page.getByRole('listbox', { name: 'Records' });
    await list.focus();
    await page.keyboard.press('ArrowDown');
    expect(await list.getAttribute('aria-activedescendant')).toBe('record-1');
    expect(await page.locator('#record-detail h3').textContent()).toBe('Record c2');
    await page.keyboard.press('End');
    expect(await page.locator('[aria-selected=true] .line').textContent()).toBe('the weather was fine');
    expect(await page.locator('#record-detail').textContent()).toContain('before anyone votes');
  });

  it('reads the map of pairs by keyboard, and opens its cells', async () => {
    await open();
    await page.locator('#pair-map canvas').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#pair-told').textContent()).toBe(
      'link and song vote together on 1 records, 33.3 % of the votes of link: they agree on 0 and differ on 1. Beyond the labels they correlate by -0.01.',
    );
    await page.keyboard.press('Enter');
    await expect.poll(shown).toEqual(['a song at http://c.example']);
  });

  it('filters the records by slice, and by gold that may be wrong', async () => {
    const large = largeReport(5, 2);
    await open(formatHtml(large.report, large.options));
    const told = (): Promise<string | null> => page.locator('#record-count').textContent();
    const slice = large.report.slices[0].slices[1];
    await page.locator('[name=z]').selectOption({ label: `size: ${slice.name}` });
    await expect.poll(told).toBe(`${slice.records} of 400 records`);
    expect((await shown())[0]).toContain('record 100 ');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('.presets a', { hasText: 'Suspected gold errors' }).click();
    await expect.poll(told).toBe(`${large.report.errors?.suspected.records} of 400 records`);
  });

  it('leads from a named mistake and from a suggestion to the record', async () => {
    const large = largeReport(5, 2);
    await open(formatHtml(large.report, large.options));
    const mistake = large.report.errors?.confident[0];
    await page
      .locator('#errors a', { hasText: new RegExp(`^${mistake?.id}$`) })
      .first()
      .click();
    await expect.poll(() => page.locator('#record-detail h3').textContent()).toBe(`Record ${mistake?.id}`);
  });

  it('shows what functions share beyond the labels, like beside like', async () => {
    const large = largeReport(12, 2);
    await open(formatHtml(large.report, large.options));
    await page.locator('[name=measure][value=residual]').check();
    await page.locator('#pair-order').check();
    await page.locator('#pair-map canvas').focus();
    await page.keyboard.press('ArrowRight');
    const [first, second] = large.report.pairs?.order ?? [];
    const told = (await page.locator('#pair-told').textContent()) ?? '';
    expect(told.startsWith(`${first} and ${second} `)).toBe(true);
    expect(told).toMatch(/Beyond the labels they correlate by -?\d\.\d\d\.$/);
  });

  it('follows the system to the dark, and the button back to the light', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open();
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await ground()).toBe('rgb(16, 18, 20)');
    await page.getByRole('button', { name: 'Dark mode', pressed: true }).click();
    expect(await ground()).toBe('rgb(247, 247, 245)');
    expect(await page.locator('#theme').getAttribute('aria-pressed')).toBe('false');
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('shows hostile text as text', async () => {
    const text =
      '</script><img src="https://example.com/x.png" onerror="document.title=1"><script>document.title=2</script>';
    const votes = LabelMatrix.fromRows(['a', 'b'], [text], [['a']], [text]);
    await open(formatHtml(createReport({ votes, title: text }), { votes, records: [{ fields: { text } }] }));
    expect(await page.title()).toBe(text);
    expect(await page.locator('#record-detail .text').textContent()).toBe(text);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('isolates text that turns its direction', async () => {
    const text = '\u202Eevil\u202C \u2067שלום\u2069 end';
    const votes = LabelMatrix.fromRows(['a', 'b'], [text], [['a']], [text]);
    await open(formatHtml(createReport({ votes, title: text }), { votes, records: [{ fields: { text } }] }));
    expect(await page.locator('#record-detail .text').textContent()).toBe(text);
    const isolated = (selector: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).unicodeBidi`);
    expect(await isolated('#record-detail .text')).toBe('isolate');
    expect(await isolated('#record-list .line')).toBe('isolate');
    expect(await isolated('h1 bdi')).toBe('isolate');
    expect(await isolated('#function-table tbody th bdi')).toBe('isolate');
  });

  it('cuts a field of ten megabytes, and says so', async () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [['a']]);
    const record = htmlRecord({ text: '<b>'.repeat(3_500_000) });
    const made = formatHtml(createReport({ votes }), { votes, records: [record] });
    expect(made.length).toBeLessThan(200_000);
    await open(made);
    expect(await page.locator('#record-detail .note').textContent()).toContain(
      '2,000 of 10,500,000 characters',
    );
    expect(await page.locator('#record-detail b b').count()).toBe(0);
  });

  it('stays quick with a hundred thousand records', { timeout: 60_000 }, async () => {
    const rows = 100_000;
    const votes = LabelMatrix.fromColumns(['ham', 'spam'], {
      even: Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? 'ham' : undefined)),
      third: Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 'spam' : undefined)),
    });
    const records = Array.from({ length: rows }, (_, i) => ({ fields: { text: `comment number ${i}` } }));
    await open(formatHtml(createReport({ votes }), { votes, records }));
    const list = page.getByRole('listbox', { name: 'Records' });
    await list.focus();
    await page.keyboard.press('End');
    expect(await page.locator('[aria-selected=true] .line').textContent()).toBe('comment number 99999');
    expect(await page.locator('#record-list .record').count()).toBeLessThan(60);
    await page.locator('[name=q]').fill('number 4242');
    await expect.poll(() => page.locator('#record-count').textContent()).toBe('20 of 100,000 records');
  });
});
