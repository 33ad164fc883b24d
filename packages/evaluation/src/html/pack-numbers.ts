import type { PackedNumbers } from './payload.ts';

// Node and browsers have the one, Node the other besides, which is quicker; the language's own library names neither.
declare const btoa: (bytes: string) => string;
interface NodeGlobals {
  readonly Buffer?: {
    from(bytes: ArrayBufferLike, from: number, length: number): { toString(encoding: 'base64'): string };
  };
}

/** Packs whole numbers from 0 on into the fewest bytes that hold them. */
export function packCounts(values: ArrayLike<number>): PackedNumbers {
  let highest = 0;
  for (let n = 0; n < values.length; n++) if (values[n] > highest) highest = values[n];
  if (highest < 256) return { type: 'u8', data: base64(Uint8Array.from(values)) };
  if (highest < 65_536) return { type: 'u16', data: base64(Uint16Array.from(values)) };
  return { type: 'u32', data: base64(Uint32Array.from(values)) };
}

/** Packs whole numbers of which some are negative. */
export function packPositions(values: ArrayLike<number>): PackedNumbers {
  return { type: 'i16', data: base64(Int16Array.from(values)) };
}

/** Packs numbers with a fraction. */
export function packFractions(values: ArrayLike<number>): PackedNumbers {
  return { type: 'f32', data: base64(Float32Array.from(values)) };
}

/** How many bytes are turned into characters at once: a call takes only so many arguments. */
const CHUNK = 0x2000;

// Machines that are not little-endian are not known to run Node or a browser.
function base64(values: Uint8Array | Uint16Array | Uint32Array | Int16Array | Float32Array): string {
  const { Buffer: buffer } = globalThis as NodeGlobals;
  if (buffer) return buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}
