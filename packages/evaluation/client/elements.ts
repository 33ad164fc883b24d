type Child = Node | string | undefined | false;

/** Makes an element; strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** The element of that id, if it is of the kind. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T | undefined {
  const found = document.getElementById(id);
  return found instanceof kind ? found : undefined;
}

/** A name that stands apart from the direction of the text around it. */
export function nameOf(text: string): HTMLElement {
  return element('bdi', {}, text);
}

/** The name of a label behind a dot of its colour. */
export function labelMark(label: string, k: number): HTMLElement {
  return element('span', { class: 'label', style: `--color:var(--label-${k})` }, nameOf(label));
}

/** A share in percent with one decimal. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A number with thousands set apart. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
