import { readFileSync } from 'node:fs';
import type { LabelMatrix, LabelModel } from 'labelwright';
import { describe, expect, it } from 'vitest';
import { bayes, em, propensities, voting } from '../models.ts';

/** Expects the page to say just this; the numbers in it were computed. */
function expectSaid(page: string, text: string): void {
  const url = new URL(`../../../docs/${page}.md`, import.meta.url);
  expect(readFileSync(url, 'utf8').includes(text), `${page} says "${text}"`).toBe(true);
}

/** To so many digits, with a true minus sign. */
function show(value: number | undefined, digits = 3): string {
  if (value === undefined) return 'undefined';
  return value.toFixed(digits).replace('-', '−');
}

const signed = (value: number) => (value > 0 ? `+${show(value)}` : show(value));

const sigmoid = (sum: number) => 1 / (1 + Math.exp(-sum));

/** What the function adds to the log-odds of the record's label. */
function weightOf(model: LabelModel, votes: LabelMatrix, row: number, name: string): number {
  const reason = model.explain(votes, row).reasons.find((found) => found.function === name);
  return reason?.weight ?? Number.NaN;
}

describe('the page on voting', () => {
  const { answers, counted, weighed, byBalance, byRarity } = voting;

  it('has the shares of both votes', () => {
    for (let row = 0; row < answers.rows; row++) {
      const votes = answers.functions.map((name) => answers.vote(row, name) ?? '').join(' | ');
      const shares = [counted, weighed].map((model) => show(model.predict(answers).probability(row, 'spam')));
      const line = `| ${row} | ${votes} | ${shares.join(' | ')} |`;
      expectSaid('models-voting', line.replaceAll('|  |', '| |'));
    }
  });

  it('has the weights', () => {
    const { ann, bob, eve } = weighed.accuracies;
    expectSaid('models-voting', `in all of his 3 votes: weight ${show(bob)}.`);
    expectSaid('models-voting', `3.5 / 4 = ${show(ann)}.`);
    expectSaid('models-voting', `1.5 / 3 = ${show(eve)}.`);
    const shares = [0, 2].map((row) => show(weighed.predict(answers).probability(row, 'spam')));
    expectSaid('models-voting', `spam has ${show(ann)} + 1 of 2.375, a share of ${shares[0]}`);
    expectSaid('models-voting', `it has ${show(ann)} of 1.375, a share of ${shares[1]}`);
  });

  it('has the ties', () => {
    const [ham] = byBalance.balance;
    expectSaid(
      'models-voting',
      `what its own \`ties\` says | ${counted.predict(answers).leaders(2).join(', ')} |`,
    );
    expectSaid('models-voting', `with ${show(ham)} of the votes | ${byBalance.predict(answers).top(2)} |`);
    expectSaid('models-voting', `3 against ann's 4 | ${byRarity.predict(answers).top(2)} |`);
  });
});

describe('the page on expectation maximization', () => {
  const { crowd, firstRound, settled, coin, coins, pooled } = em;
  const page = 'models-em';
  const yes = (model: LabelModel) => model.predict(crowd).probability(0, 'yes');

  it('has the first round of Dawid-Skene, and its end', () => {
    const ann = weightOf(firstRound, crowd, 0, 'ann');
    const eve = weightOf(firstRound, crowd, 0, 'eve');
    expect(ann).toBeCloseTo(Math.log(17 / 4), 12);
    expect(eve).toBeCloseTo(-Math.log(16 / 5), 12);
    expectSaid(page, `by 17/4: it adds ${show(ann)} to the log-odds`);
    expectSaid(page, `16/5, or ${show(-eve)}.`);
    const { sum, probability } = firstRound.explain(crowd, 0);
    expectSaid(
      page,
      `${show(ann)} + ${show(ann)} − ${show(-eve)} = ${show(sum)},  1 / (1 + exp(−${show(sum)})) = ${show(probability)}`,
    );
    const { accuracies } = settled;
    expectSaid(page, `In the end it is ${show(yes(settled))}, with ann right in ${show(accuracies.ann)}`);
    expectSaid(page, `and eve in ${show(accuracies.eve)}.`);
  });

  it('has the first round of the others', () => {
    const row = (model: LabelModel) =>
      `${show(Math.exp(model.explain(crowd, 0).sum))} | ${show(yes(model))} |`;
    expectSaid(page, `(17/4)² / (16/5) = ${row(firstRound)}`);
    expectSaid(page, `(17/7)² / 2 = ${row(coins)}`);
    expectSaid(page, `(11/4)² / 2 = ${row(coin)}`);
    const chances = ['ann', 'eve'].map((name) => sigmoid(Math.abs(weightOf(pooled, crowd, 0, name))));
    expect(chances[0]).toBeCloseTo((5 / 3 + (5 * 26) / 33) / 7, 12);
    expectSaid(
      page,
      `(5/3 + 5·26/33) / 7 = ${show(chances[0])} | (4/3 + 5·26/33) / 7 = ${show(chances[1])} | ${row(pooled)}`,
    );
  });

  it('has what plain EM makes of functions with one label', () => {
    const { comments, plain } = propensities;
    for (let row = 0; row < 4; row++) {
      expectSaid(page, `with votes ${show(plain.predict(comments).probability(row, 'spam'))}.`);
    }
  });
});

describe('the page on MAP-EM', () => {
  const { comments, rates } = propensities;
  const page = 'models-map-em';

  it('has the rates', () => {
    const [ham, spam] = rates.balance;
    const [link, song] = [2.5 + 26 * 0.75, 1.5 + 18 * 0.75].map((right, n) => right / [29, 20][n]);
    expectSaid(page, `a balance of ${show(spam, 4)}.`);
    expectSaid(page, `(2.5 + 26·0.75) / 29 = ${show(link, 4)}\``);
    expectSaid(page, `${show(link, 4)}·0.75 / ${show(spam, 4)} = ${show((link * 0.75) / spam, 2)}\``);
    const wrong = ((1 - link) * 0.75) / ham;
    expectSaid(page, `${show(1 - link, 4)}·0.75 / ${show(ham, 4)} = ${show(wrong, 4)}\``);
    expect(weightOf(rates, comments, 2, 'link')).toBeCloseTo(-Math.log(0.999 / wrong), 12);
    expectSaid(page, `(1.5 + 18·0.75) / 20 = ${show(song, 4)}\``);
  });

  it('has the sum', () => {
    const { prior, sum, probability } = rates.explain(comments, 2);
    const weights = ['song', 'link', 'subscribe'].map((name) => weightOf(rates, comments, 2, name));
    expectSaid(page, `| balance | ${signed(prior)} |`);
    expectSaid(page, `| \`song\` voted ham | ${signed(weights[0])} |`);
    expectSaid(page, `| \`link\` voted spam | ${signed(weights[1])} |`);
    expectSaid(page, `| \`subscribe\` was silent | ${signed(weights[2])} |`);
    expectSaid(page, `\`1 / (1 + exp(−${show(sum)})) = ${show(probability)}\``);
    expectSaid(page, `adds \`log(0.999 / 0.4138) = ${show(-weights[1])}\``);
    expectSaid(page, `It adds ${show(weights[0])} to the log-odds of ham`);
  });
});

describe('the page on Bayesian models', () => {
  const page = 'models-bayes';
  const { pair, believed, estimated, oneKind, independent, start, guessing, eased } = bayes;
  const { crowd, settled } = em;
  const yes = (model: LabelModel, votes: LabelMatrix = crowd, row = 0) =>
    model.predict(votes).probability(row, 'yes');

  it('has IBCC beside Dawid-Skene', () => {
    expectSaid(page, `1 + 1/2 + 1/3 + 1/4 + 1/5 = ${show(weightOf(believed, pair, 0, 'ann'))}`);
    expectSaid(page, `\`log(6 / 1) = ${show(weightOf(estimated, pair, 0, 'ann'))}\``);
    expectSaid(
      page,
      `yes with ${show(yes(believed, pair))}, by Dawid-Skene with ${show(yes(estimated, pair))}.`,
    );
  });

  it('has EBCC with one kind', () => {
    expect(yes(oneKind)).toBeCloseTo(yes(independent), 6);
    expectSaid(
      page,
      `yes with ${show(yes(oneKind))} in the end, where Dawid-Skene has ${show(yes(settled))}.`,
    );
  });

  it('has a round of MACE', () => {
    expectSaid(page, `\`3 / (3 + 1) = ${show(yes(start))}\``);
    expect(yes(start, crowd, 2)).toBeCloseTo(27 / 28, 12);
    const knowing = (16 / 7 + 0.005) / 4.01;
    expectSaid(page, `\`κ = (16/7 + 0.005) / (4 + 0.01) = ${show(knowing)}\``);
    expectSaid(page, `\`34/21\`: ${show((34 / 21 + 0.005) / 4.01)}.`);
    const ann = weightOf(guessing, crowd, 0, 'ann');
    expect(ann).toBeCloseTo(Math.log((knowing + (1 - knowing) / 2) / ((1 - knowing) / 2)), 9);
    const eve = -weightOf(guessing, crowd, 0, 'eve');
    const chances = `${show(knowing, 4)} + ${show(1 - knowing, 4)}/2) / (${show(1 - knowing, 4)}/2`;
    expectSaid(page, `\`log((${chances})) = ${show(ann)}\`, Eve's ${show(eve)}, and`);
    expectSaid(page, `exp(−(${show(ann)} + ${show(ann)} − ${show(eve)}))) = ${show(yes(guessing))}\``);
  });

  it('has the end of GLAD', () => {
    const [ann, eve] = ['ann', 'eve'].map((name) => Math.abs(weightOf(eased, crowd, 0, name)));
    expectSaid(page, `ends at ${show(ann)} and Eve's at ${show(eve)}, and`);
    expectSaid(page, `exp(−(${show(ann)} + ${show(ann)} − ${show(eve)}))) = ${show(yes(eased))}\``);
  });
});
