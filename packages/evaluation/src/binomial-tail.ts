/** How probable no more than so many successes are in so many trials, each of this probability between 0 and 1. */
export function binomialTail(successes: number, trials: number, share: number): number {
  const odds = Math.log(share / (1 - share));
  let logTerm = trials * Math.log(1 - share);
  let tail = 0;
  for (let k = 0; k <= successes; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((trials - k) / (k + 1)) + odds;
  }
  return Math.min(1, tail);
}
