import stringWidth from 'string-width';

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

const charactersOf = (text: string): string[] =>
  Array.from(characters.segment(text), ({ segment }) => segment);

/** The text in at most this width, its end cut off with `…`. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of charactersOf(text)) {
    if (stringWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * The texts in at most this width each; those that would read alike lose what they have in common instead of
 * their end: in 9 columns `keyword_rule_12` and `keyword_rule_13` become `ke…e_12` and `ke…e_13`.
 */
export function cutApart(texts: readonly string[], width: number): string[] {
  const shown = new Map(texts.map((text) => [text, cut(text, width)]));
  const pending = alike(texts, shown);
  for (let group = pending.pop(); group; group = pending.pop()) {
    const common = sharedStart(group);
    // A third of the width from either end is enough to recognise the common part.
    for (const text of group) shown.set(text, cut(withoutMiddle(text, common, Math.floor(width / 3)), width));
    // What still reads alike has more in common than the whole group has.
    pending.push(...alike(group, shown).filter((part) => sharedStart(part) > common));
  }
  return texts.map((text) => shown.get(text) ?? text);
}

/** Different texts that are shown in the same way. */
function alike(texts: readonly string[], shown: ReadonlyMap<string, string>): string[][] {
  const groups = new Map<string, string[]>();
  for (const text of new Set(texts)) {
    const key = shown.get(text) ?? text;
    const group = groups.get(key);
    if (group) group.push(text);
    else groups.set(key, [text]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** With how many characters all of the texts begin. */
function sharedStart(texts: readonly string[]): number {
  const [first, ...others] = texts.map(charactersOf);
  const end = first.findIndex((character, n) => others.some((other) => other[n] !== character));
  return end === -1 ? first.length : end;
}

/** The text with `…` in its first characters, so many in number; their beginning and end stay, so much of each. */
function withoutMiddle(text: string, length: number, width: number): string {
  const all = charactersOf(text);
  const start = cut(all.slice(0, length).join(''), width);
  let end = '';
  for (let n = length - 1; n > 0 && stringWidth(all[n] + end) <= width; n--) end = all[n] + end;
  return start + end + all.slice(length).join('');
}
