/** The derivative of the logarithm of the gamma function, for positive numbers. */
export function digamma(value: number): number {
  let x = value;
  let sum = 0;
  // The series below is exact to the last digits from 10 up.
  for (; x < 10; x++) sum -= 1 / x;
  const inverse = 1 / (x * x);
  const tail =
    inverse *
    (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132)))));
  return sum + Math.log(x) - 0.5 / x - tail;
}

/** The logarithm of the gamma function, for positive numbers. */
export function logGamma(value: number): number {
  let x = value;
  let product = 1;
  // Stirling's series below is exact to the last digits from 10 up.
  for (; x < 10; x++) product *= x;
  const inverse = 1 / (x * x);
  const tail =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + tail - Math.log(product);
}

/**
 * The Kullback-Leibler divergence of a Dirichlet distribution from the one it started as.
 *
 * @param added - what was counted for each entry that anything was counted for
 * @param prior - the prior count of each of these entries
 * @param priorTotal - the prior counts of all entries together
 */
export function dirichletDivergence(
  added: readonly number[],
  prior: readonly number[],
  priorTotal: number,
): number {
  const total = priorTotal + added.reduce((sum, count) => sum + count, 0);
  const expectedTotal = digamma(total);
  let divergence = logGamma(total) - logGamma(priorTotal);
  for (const [n, count] of added.entries()) {
    const concentration = prior[n] + count;
    divergence +=
      logGamma(prior[n]) - logGamma(concentration) + count * (digamma(concentration) - expectedTotal);
  }
  return divergence;
}

/** Below which number a share of the normal distribution lies, to within .0005 (Abramowitz and Stegun, 26.2.23). */
export function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share);
  const t = Math.sqrt(-2 * Math.log(1 - share));
  return (
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t ** 2) / (1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3)
  );
}

/** The logarithm of the odds; of shares close to 0 or 1, those of 1e-6 or 1 - 1e-6. */
export function logit(share: number): number {
  const kept = Math.min(Math.max(share, 1e-6), 1 - 1e-6);
  return Math.log(kept / (1 - kept));
}

/** The share whose log-odds these are. */
export function logistic(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
