/** A piece of HTML; text becomes one only through {@link html}, so never by accident. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text and numbers are escaped, `undefined` and `false` are left out. */
export type Content = Markup | string | number | undefined | false | readonly Content[];

/**
 * Makes markup of a template; whatever is put in is text, unless it is markup itself.
 *
 * @example
 * ```ts import.meta.vitest
 * html`<b>${'a < b'}</b>`.text; // => '<b>a &lt; b</b>'
 * html`<ul>${['x', 'y'].map((name) => html`<li>${name}</li>`)}</ul>`.text; // => '<ul><li>x</li><li>y</li></ul>'
 * ```
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, part, n) => text + render(contents[n - 1]) + part));
}

function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return content.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]);
}

/**
 * Makes JSON that is safe between script tags: no `<`, and no line separators, stands in it.
 *
 * @example
 * ```ts import.meta.vitest
 * JSON.parse(scriptJson('</script>').text); // => '</script>'
 * scriptJson('</script>').text; // => '"\\u003c/script>"'
 * ```
 */
export function scriptJson(value: unknown): Markup {
  const json = JSON.stringify(value);
  return new Markup(
    json.replace(/[<\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
