import type { LabelMatrix } from '@labelwright/core';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What a run voted, as short strings that differ when the votes do. */
export interface VoteHashes {
  /** Of the ids of the records, in any order. */
  readonly records: string;
  /** Of the votes of each function, in the order of the columns. */
  readonly functions: readonly string[];
}

/** The rows of a matrix by the ids of their records: the order in which they were read leaves no trace. */
export function rowsById(votes: LabelMatrix): Uint32Array {
  const rows = Uint32Array.from({ length: votes.rows }, (_, i) => i);
  const { ids } = votes;
  return ids ? rows.sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : a - b)) : rows;
}

/** Finds what tells the votes of two runs apart: 64 bits of SHA-256. */
export function hashVotes(votes: LabelMatrix): VoteHashes {
  const order = rowsById(votes);
  const ids = Array.from(order, (row) => votes.idOf(row));
  return {
    records: digest(utf8ToBytes(JSON.stringify(ids))),
    functions: votes.functions.map((_, j) => digest(bytesOf(votes, j, order))),
  };
}

/** The labels by name, then each record's vote and confidence. */
function bytesOf(
  { votes, confidences, labels, columns }: LabelMatrix,
  j: number,
  order: Uint32Array,
): Uint8Array {
  const head = utf8ToBytes(JSON.stringify(labels));
  const bytes = new Uint8Array(head.length + 2 * order.length + (confidences ? 4 * order.length : 0));
  const view = new DataView(bytes.buffer);
  bytes.set(head);
  let at = head.length;
  for (const row of order) {
    view.setInt16(at, votes[row * columns + j]);
    at += 2;
  }
  if (!confidences) return bytes;
  let weighted = false;
  for (const row of order) {
    const confidence = confidences[row * columns + j];
    if (confidence !== 1) weighted = true;
    view.setFloat32(at, confidence);
    at += 4;
  }
  // A function without confidences is the same beside others that have some.
  return weighted ? bytes : bytes.subarray(0, head.length + 2 * order.length);
}

function digest(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes).subarray(0, 8));
}
