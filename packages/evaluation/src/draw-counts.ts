import type { Random } from '@labelwright/core';

/** Above this mean a normal variable is as good as a Poisson variable, and quick. */
const LARGE = 20;

/** Draws a Poisson variable. */
export function poisson(mean: number, random: Random): number {
  if (mean > LARGE) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let events = 0;
  for (let product = random(); product > limit; product *= random()) events++;
  return events;
}

/** Draws a binomial variable. */
export function binomial(trials: number, share: number, random: Random): number {
  if (share > 0.5) return trials - binomial(trials, 1 - share, random);
  const mean = trials * share;
  if (mean > LARGE) {
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - share)) * normal(random));
    return Math.min(trials, Math.max(0, drawn));
  }
  let events = 0;
  for (let trial = 0; trial < trials; trial++) if (random() < share) events++;
  return events;
}

/** A standard normal variable (Box and Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How many values two bytes have. */
const VALUES = 65_536;

/** The Poisson variable of mean 1 that each value of two bytes stands for. */
const ofMeanOne = (() => {
  const drawn = new Uint8Array(VALUES);
  let [events, term] = [0, Math.exp(-1)];
  let below = term;
  for (let value = 0; value < VALUES; value++) {
    while ((value + 0.5) / VALUES > below) {
      events++;
      term /= events;
      below += term;
    }
    drawn[value] = events;
  }
  return drawn;
})();

/** Draws a Poisson variable for each mean; writes them into `drawn`. Most means are 1, and these are quick. */
export function drawCounts(means: Float64Array, random: Random, drawn: Float64Array): void {
  let bits = 0;
  let half = false;
  for (let n = 0; n < means.length; n++) {
    if (means[n] !== 1) {
      drawn[n] = poisson(means[n], random);
      continue;
    }
    if (!half) bits = Math.floor(random() * VALUES * VALUES);
    drawn[n] = ofMeanOne[half ? bits % VALUES : Math.floor(bits / VALUES)];
    half = !half;
  }
}
