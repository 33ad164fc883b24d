/** Words that end the first noun phrase of a definition, whatever follows. */
const ENDS = new Set(
  `about above across after against along although among around as at because before behind below beneath between
  beyond but by during except for from in inside into like near of off on onto out outside over past so than that
  through till to toward towards under until up upon used via when where whereas which while who whom whose with
  within without is are was were be been being has have had having does do did can may might will would should
  characterized native resembling similar related not usually especially often sometimes formerly originally
  chiefly mainly mostly typically esp now once only also both if able capable due known called named regarded
  considered intended made worn found grown built born used woven given held driven taken sold sewn kept drawn
  including comprising consisting widely closely commonly primarily frequently its their his her it they he she you`.split(
    /\s+/,
  ),
);

/** What may follow a participle behind its noun, as in *a ship carrying the mail*, *a bird found in Europe*. */
const FOLLOWS_PARTICIPLE = new Set(
  `a an another any as at because between by for from her his in into it its like of off on onto out over
  something the their through to together up upon using with without`.split(/\s+/),
);

/** Openings that only count or classify what comes after them. */
const OPENING =
  /^(?:an?|the|any|one|some|each|either|several|various|numerous|certain|many|two|three|all|other|your|of|(?:kind|type|sort|form|variety|varieties|species|breed|subspecies|group|class|genus|subgenus|family|subfamily|superfamily|order|suborder|superorder|infraorder|phylum|subphylum|subclass|superclass|division|tribe|category|collection|piece|pair|set|part|portion|section|number|example|extinct|type genus|large|small|usually|typically) of)\s+/;

/**
 * Finds the genus of a definition, the noun phrase that says what kind of thing is defined.
 *
 * *any of various small songbirds that …* gives `small songbirds`.
 */
export function genusOf(definition: string): string {
  let rest = definition
    .replace(/\([^)]*\)?/g, ' ')
    // *type genus of the Sturnidae: common starlings* says the kind behind the colon.
    .replace(/^[^;:]*\b(?:species|genus|genera|family|order|class|division)\b[^;:]*:/, ' ')
    .replace(/[;:].*$/s, '')
    .trim()
    .toLowerCase();
  for (let shorter = rest.replace(OPENING, ''); shorter !== rest; shorter = rest.replace(OPENING, ''))
    rest = shorter;
  const words = rest.split(/\s+/);
  let end = 0;
  while (end < words.length && !endsBefore(words, end)) end++;
  return words
    .slice(0, Math.max(1, end))
    .join(' ')
    .replace(/[^\p{L}\p{N}\s'-]+/gu, '');
}

function endsBefore(words: readonly string[], position: number): boolean {
  const word = words[position];
  if (position === 0) return false;
  if (ENDS.has(word) || endsPhrase(words[position - 1])) return true;
  return /(?:ed|ing)$/.test(word) && FOLLOWS_PARTICIPLE.has(words[position + 1] ?? '');
}

/** A comma ends the phrase, except behind a word that looks like an adjective, as in *small, hardy, thickset dogs*. */
function endsPhrase(word: string): boolean {
  return (
    word.endsWith(',') &&
    !/(?:^(?:small|large|long|short|tall|low|slender|thin|soft|hard|wild)|[^s]y|ed|ous|ish|less|ful|al|ic|ive),$/.test(
      word,
    )
  );
}

/** The last word of the genus, which is its head in English. */
export function headOf(genus: string): string {
  return genus.slice(genus.lastIndexOf(' ') + 1);
}
