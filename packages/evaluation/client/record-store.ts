import type { PackedNumbers, Payload } from '../src/html/payload.ts';

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int16Array | Float32Array;

/** The records of the page, unpacked. */
export interface RecordStore {
  readonly payload: Payload;
  readonly size: number;
  readonly offsets: Numbers;
  readonly columns: Numbers;
  readonly votes: Numbers;
  readonly patternOf: Numbers;
  readonly gold: Numbers | undefined;
  /** By record: the position of its label, -1 without votes, -2 for a tie. */
  readonly top: Int16Array | undefined;
  /** By record: the probability of its label. */
  readonly confidence: Float32Array | undefined;
  /** Whether the votes of the pattern differ. */
  readonly differ: Uint8Array;
}

/** Unpacks what the page knows. */
export function openRecords(payload: Payload): RecordStore {
  const [offsets, columns, votes] = [payload.offsets, payload.columns, payload.votes].map(unpack);
  const differ = new Uint8Array(offsets.length - 1);
  for (let p = 0; p < differ.length; p++) {
    for (let cell = offsets[p] + 1; cell < offsets[p + 1]; cell++) {
      if (votes[cell] !== votes[offsets[p]]) differ[p] = 1;
    }
  }
  const size = payload.kept;
  return {
    payload,
    size,
    offsets,
    columns,
    votes,
    patternOf: unpack(payload.patternOf),
    gold: payload.gold && unpack(payload.gold),
    differ,
    ...labelsOf(payload, size),
  };
}

/** The numbers that were packed into text. */
export function unpack({ type, data }: PackedNumbers): Numbers {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const kinds = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i16: Int16Array, f32: Float32Array };
  return new kinds[type](bytes.buffer);
}

/** The probabilities of the record's labels. */
export function distributionOf({ payload }: RecordStore, record: number): number[] {
  const { model, labels } = payload;
  if (!model) return [];
  const K = labels.length;
  const from = indexOf(payload)[record] * K;
  return Array.from(tableOf(payload).subarray(from, from + K), (share) => share / WHOLE);
}

/** The record's id, or its position in the data set. */
export function idOf({ payload }: RecordStore, record: number): string {
  if (payload.ids) return payload.ids[record];
  return String(payload.rows ? rowsOf(payload)[record] : record);
}

const WHOLE = 65_535;

const unpacked = new Map<PackedNumbers, Numbers>();

/** Unpacks once what is asked for again and again. */
export function kept(packed: PackedNumbers | undefined): Numbers {
  if (packed === undefined) return new Uint8Array();
  const found = unpacked.get(packed) ?? unpack(packed);
  unpacked.set(packed, found);
  return found;
}

const tableOf = ({ model }: Payload): Numbers => kept(model?.table);
const indexOf = ({ model }: Payload): Numbers => kept(model?.index);
const rowsOf = ({ rows }: Payload): Numbers => kept(rows);

function labelsOf(payload: Payload, size: number): Pick<RecordStore, 'top' | 'confidence'> {
  if (!payload.model) return { top: undefined, confidence: undefined };
  const K = payload.labels.length;
  const [table, index, tops] = [tableOf(payload), indexOf(payload), unpack(payload.model.top)];
  const top = new Int16Array(size);
  const confidence = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    top[i] = tops[index[i]];
    let highest = 0;
    for (let k = 0; k < K; k++) highest = Math.max(highest, table[index[i] * K + k]);
    confidence[i] = highest / WHOLE;
  }
  return { top, confidence };
}
