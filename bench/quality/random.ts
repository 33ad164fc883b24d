import type { Random } from 'labelwright';

/** One of the items, all equally likely. */
export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)];
}

/** The place of one of the chances, which need not sum to 1. */
export function draw(random: Random, chances: readonly number[]): number {
  let left = random() * chances.reduce((sum, chance) => sum + chance, 0);
  const found = chances.findIndex((chance) => {
    left -= chance;
    return left < 0;
  });
  return Math.max(0, found);
}

/** The items in random order. */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const mixed = [...items];
  for (let n = mixed.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [mixed[n], mixed[other]] = [mixed[other], mixed[n]];
  }
  return mixed;
}

/** A number from the standard normal distribution. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
