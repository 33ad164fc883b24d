/** The number of bits of a key: so many are whole in a number. */
const HIGH = 2 ** 21;

/**
 * A number from 0 to 2^53 made of a record's id, evenly spread (murmur3's mixing steps over its UTF-16 units): the
 * records with the lowest keys are a random sample that no order, machine or partition changes.
 */
export function recordKey(id: string): number {
  let low = 0x9747b28c;
  let high = 0x3c6ef372;
  for (let n = 0; n < id.length; n++) {
    const unit = id.charCodeAt(n);
    low = mix(low, unit);
    high = mix(high, unit ^ 0x5bd1);
  }
  return (finish(high ^ id.length) % HIGH) * 2 ** 32 + finish(low ^ id.length);
}

function mix(hash: number, unit: number): number {
  let word = Math.imul(unit, 0xcc9e2d51);
  word = (word << 15) | (word >>> 17);
  const mixed = hash ^ Math.imul(word, 0x1b873593);
  return Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64;
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
