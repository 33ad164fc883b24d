import { parseHTML } from 'linkedom';

/** As much of an element as the tests look at. */
export interface PageNode {
  readonly id: string;
  readonly textContent: string | null;
  readonly innerHTML: string;
  getAttribute(name: string): string | null;
  closest(selector: string): PageNode | null;
  querySelector(selector: string): PageNode | null;
  querySelectorAll(selector: string): Iterable<PageNode> & { readonly length: number };
}

/** The document of a page. */
export function parsePage(page: string): PageNode {
  // The parser's own types need those of a browser.
  return (parseHTML(page) as unknown as { readonly document: PageNode }).document;
}
