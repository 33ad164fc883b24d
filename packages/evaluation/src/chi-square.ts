/** The share of a chi-square distribution above the value: the regularised incomplete gamma function Q(degrees / 2, value / 2). */
export function chiSquareTail(value: number, degrees: number): number {
  const [a, x] = [degrees / 2, value / 2];
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; term > sum * 1e-15; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - scale * sum);
  }
  // The continued fraction of Legendre, by Lentz's method.
  let [c, d] = [1 / Number.MIN_VALUE, 1 / (x + 1 - a)];
  let fraction = d;
  for (let n = 1, step = 0; n < 10_000 && Math.abs(step - 1) > 1e-15; n++) {
    const numerator = n * (a - n);
    const b = x + 2 * n + 1 - a;
    d = 1 / (b + numerator * d);
    c = n === 1 ? b : b + numerator / c;
    step = c * d;
    fraction *= step;
  }
  return Math.min(1, scale * fraction);
}

/** Stirling's series, after the argument is raised to where it holds to the last digits. */
function logGamma(x: number): number {
  let [shifted, shift] = [x, 0];
  for (; shifted < 12; shifted++) shift += Math.log(shifted);
  const series = 1 / 12 / shifted - 1 / 360 / shifted ** 3 + 1 / 1260 / shifted ** 5;
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - shift;
}
