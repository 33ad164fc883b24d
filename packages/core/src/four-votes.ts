/** Votes kept in single bytes, seen as words of four; `undefined` where they do not begin at a whole word. */
export function wordsOf({ buffer, byteOffset, byteLength }: Int8Array): Int32Array | undefined {
  return byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, byteLength >>> 2) : undefined;
}

/** One more in each of four votes, so that abstaining is 0. The highest bits stay out of the sum: they would carry. */
export function fromOne(four: number): number {
  return ((four & 0x7f7f7f7f) + 0x01010101) ^ (four & 0x80808080);
}

/** Holds where each of four votes, counted from one, is at most the number of labels. */
export function areLabels(fourFromOne: number, labels: number): boolean {
  const raised = (fourFromOne & 0x7f7f7f7f) + (127 - labels) * 0x01010101;
  return ((fourFromOne | raised) & 0x80808080) === 0;
}

/** The four votes from this cell on. */
export function fourFrom(words: Int32Array, cell: number): number {
  const at = cell >>> 2;
  const offset = (cell & 3) * 8;
  return offset === 0 ? words[at] : (words[at] >>> offset) | (words[at + 1] << (32 - offset));
}

/** Moves four votes of so many bits each next to each other. */
export function packFour(fourFromOne: number, bits: number): number {
  const pairs = fourFromOne | (fourFromOne >>> (8 - bits));
  const pair = (1 << (2 * bits)) - 1;
  return (pairs & pair) | ((pairs >>> (16 - 2 * bits)) & (pair << (2 * bits)));
}
