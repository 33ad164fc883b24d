import { idOf, kept, type RecordStore } from './record-store.ts';

/** What to show, by the names of the filter's fields; a field left out allows everything. */
export type Filter = Readonly<Partial<Record<FilterField, string>>>;

/** Text, label, gold (truth), verdict, slice, conflict, number of votes, function, its vote, other function, relation, sort. */
export type FilterField = 'q' | 'l' | 't' | 'v' | 'z' | 'c' | 'n' | 'f' | 'x' | 'g' | 'r' | 's';

const FIELDS: readonly FilterField[] = ['q', 'l', 't', 'v', 'z', 'c', 'n', 'f', 'x', 'g', 'r', 's'];

/** The filter in the fragment of an address: `records?f=3&v=wrong`. */
export function filterOf(fragment: string): Filter {
  const parameters = new URLSearchParams(fragment.split('?')[1] ?? '');
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = parameters.get(field);
      return value ? [[field, value]] : [];
    }),
  );
}

/** The fragment of an address that stands for the filter, and for the chosen record. */
export function fragmentOf(filter: Filter, record?: number): string {
  const parameters = new URLSearchParams();
  for (const field of FIELDS) if (filter[field]) parameters.set(field, filter[field]);
  if (record !== undefined) parameters.set('i', String(record));
  return `#records?${parameters}`;
}

/** The records that the filter lets through, sorted as it says. */
export function findRecords(store: RecordStore, filter: Filter): Uint32Array {
  const passing = passingPatterns(store, filter);
  const tests = [...recordTests(store, filter), sliceTest(store, filter.z), textTest(store, filter.q)].filter(
    (test) => test !== undefined,
  );
  const found = new Uint32Array(store.size);
  let size = 0;
  for (let i = 0; i < store.size; i++) {
    if (passing[store.patternOf[i]] === 1 && tests.every((test) => test(i))) found[size++] = i;
  }
  return sorted(store, found.subarray(0, size), filter.s);
}

type Test = (record: number) => boolean;

function recordTests(store: RecordStore, filter: Filter): Test[] {
  const { top, gold, columns, votes, offsets, patternOf } = store;
  const tests: Test[] = [];
  const { l, t, v, x, f } = filter;
  if (l && top) tests.push((i) => top[i] === Number(l));
  if (t && gold) tests.push((i) => gold[i] === Number(t));
  if (v === 'suspect') tests.push(suspectTest(store));
  else if (v && top && gold) {
    tests.push((i) => gold[i] >= 0 && top[i] >= 0 && (gold[i] === top[i]) === (v === 'right'));
  }
  if ((x === 'right' || x === 'wrong') && f && gold) {
    const column = Number(f);
    tests.push((i) => {
      for (let cell = offsets[patternOf[i]]; cell < offsets[patternOf[i] + 1]; cell++) {
        if (columns[cell] === column) return gold[i] >= 0 && (votes[cell] === gold[i]) === (x === 'right');
      }
      return false;
    });
  }
  return tests;
}

/** Holds for records whose gold label is suspected. */
function suspectTest({ payload }: RecordStore): Test {
  const suspects = new Set<number>(kept(payload.suspects));
  return (i) => suspects.has(i);
}

/** Holds for the records of a slice. */
function sliceTest({ payload }: RecordStore, number: string | undefined): Test | undefined {
  const slice = number ? payload.slices[Number(number)] : undefined;
  if (!slice) return undefined;
  const bits = kept(slice.bits);
  return (i) => ((bits[i >> 3] >> (i & 7)) & 1) === 1;
}

/** By pattern: 1 where its votes are as the filter wants them. */
function passingPatterns(store: RecordStore, filter: Filter): Uint8Array {
  return Uint8Array.from(store.differ, (_, p) =>
    hasWidth(store, p, filter) && hasVotes(store, p, filter) ? 1 : 0,
  );
}

/** Holds when the pattern has as many votes as wanted, and they agree or differ as wanted. */
function hasWidth({ offsets, differ }: RecordStore, p: number, { c, n }: Filter): boolean {
  const width = offsets[p + 1] - offsets[p];
  if (n && (n === '2' ? width < 2 : width !== Number(n))) return false;
  return !c || (width > 1 && (differ[p] === 1) === (c === 'differ'));
}

/** Holds when the functions that the filter names vote as wanted. */
function hasVotes(store: RecordStore, p: number, { f, x, g, r }: Filter): boolean {
  const vote = f ? voteOf(store, p, Number(f)) : undefined;
  if (f && !matchesVote(vote, x)) return false;
  if (!g) return true;
  const other = voteOf(store, p, Number(g));
  if (other === undefined) return false;
  return !r || vote === undefined || (vote === other) === (r === 'agree');
}

function matchesVote(vote: number | undefined, wanted: string | undefined): boolean {
  if (wanted === 'none') return vote === undefined;
  if (vote === undefined) return false;
  return !wanted || wanted === 'right' || wanted === 'wrong' || vote === Number(wanted);
}

function voteOf(
  { offsets, columns, votes }: RecordStore,
  pattern: number,
  column: number,
): number | undefined {
  for (let cell = offsets[pattern]; cell < offsets[pattern + 1]; cell++) {
    if (columns[cell] === column) return votes[cell];
  }
  return undefined;
}

const folded = new WeakMap<RecordStore, string[]>();

function textTest(store: RecordStore, query: string | undefined): Test | undefined {
  const words = (query ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  let texts = folded.get(store);
  if (!texts) {
    const { fields } = store.payload;
    texts = Array.from({ length: store.size }, (_, i) =>
      [idOf(store, i), ...fields.map((field) => field.texts[i] ?? '')].join('\n').toLowerCase(),
    );
    folded.set(store, texts);
  }
  const searched = texts;
  return (i) => words.every((word) => searched[i].includes(word));
}

function sorted(store: RecordStore, found: Uint32Array, order: string | undefined): Uint32Array {
  const { confidence, offsets, patternOf } = store;
  if (order === 'votes') {
    const width = (i: number): number => offsets[patternOf[i] + 1] - offsets[patternOf[i]];
    return found.sort((a, b) => width(b) - width(a) || a - b);
  }
  if (!confidence || (order !== 'sure' && order !== 'unsure')) return found;
  const sign = order === 'sure' ? -1 : 1;
  return found.sort((a, b) => sign * (confidence[a] - confidence[b]) || a - b);
}
