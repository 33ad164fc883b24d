import { readFileSync } from 'node:fs';
import type { LabelMatrix, LabelModel } from 'labelwright';
import { describe, expect, it } from 'vitest';
import { auto, bayes, dependencies, em, moments, propensities, voting } from '../models.ts';

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

describe('the page on moments', () => {
  const page = 'models-moments';
  const { agreeing, threes, completed, start, inverted } = moments;
  // Of the pairs ann and bob, ann and eve, bob and eve.
  const [ab, ae, be] = [0.5, 0.4, 0.3];
  const skills = [Math.sqrt((ab * ae) / be), Math.sqrt((ab * be) / ae), Math.sqrt((ae * be) / ab)];

  it('has the agreements', () => {
    const rows = Array.from({ length: agreeing.rows }, (_, row) =>
      agreeing.functions.map((name) => agreeing.vote(row, name)),
    );
    const shareAlike = (a: number, b: number) =>
      rows.filter((votes) => votes[a] === votes[b]).length / rows.length;
    expectSaid(page, `| ann, bob | ${show(shareAlike(0, 1), 2)} | ${ab} |`);
    expectSaid(page, `| ann, eve | ${show(shareAlike(0, 2), 2)} | ${ae} |`);
    expectSaid(page, `| bob, eve | ${show(shareAlike(1, 2), 2)} | ${be} |`);
  });

  it('has the skills of triplets', () => {
    const [ann, bob, eve] = skills.map((skill) => show(skill, 4));
    const all = Math.sqrt((ab + ae + be) / 3);
    expectSaid(
      page,
      `\`√(0.5·0.4 / 0.3) = ${ann}\`, bob's \`√(0.5·0.3 / 0.4) = ${bob}\`, eve's \`√(0.4·0.3 / 0.5) = ${eve}\``,
    );
    const held = (80 * skills[0] + 20 * all) / 100;
    expectSaid(page, `\`(80·${ann} + 20·${show(all, 4)}) / 100 = ${show(held, 4)}\``);
    const { accuracies } = threes;
    expect(accuracies.ann).toBeCloseTo((1 + held) / 2, 12);
    expectSaid(
      page,
      `\`(1 + ${show(held, 4)}) / 2 = ${show(accuracies.ann, 4)}\`; bob with ${show(accuracies.bob, 4)}, eve with ${show(accuracies.eve, 4)}.`,
    );
  });

  it('has what triplets say of a record', () => {
    const row = 24;
    expect(agreeing.functions.map((name) => agreeing.vote(row, name))).toEqual(['yes', 'no', 'no']);
    const [ann, bob, eve] = agreeing.functions.map((name) =>
      show(Math.abs(weightOf(threes, agreeing, row, name))),
    );
    expectSaid(page, `she adds ${ann} for yes, they ${bob} and ${eve} for no`);
    const no = show(threes.predict(agreeing).probability(row, 'no'));
    expectSaid(page, `exp(−(${bob} + ${eve} − ${ann}))) = ${no}\``);
  });

  it('has the losses of matrix completion', () => {
    const alike = [0.13, 0.105, 0.08, 0.125, 0.15, 0.175].reduce((sum, gap) => sum + gap ** 2, 0);
    const loss = -start.figures.objective;
    expect(loss).toBeCloseTo(4 * alike + 6 * 0.15 ** 2, 12);
    expectSaid(page, `+ 6·0.150² = ${show(loss, 4)}\n`);
    const { ann, bob, eve } = completed.accuracies;
    expectSaid(
      page,
      `it is ${show(-completed.figures.objective, 4)}, and ann is right with ${show(ann, 4)}, bob with ${show(bob, 4)}, eve with ${show(eve, 4)}.`,
    );
  });

  it('has the accuracies of the inverse covariance', () => {
    const { ann, bob, eve } = inverted.accuracies;
    expect(ann).toBeCloseTo((1 + skills[0]) / 2, 4);
    expectSaid(
      page,
      `\`(1 + ${show(skills[0], 4)}) / 2 = ${show(ann, 4)}\`, bob with ${show(bob, 4)}, eve with ${show(eve, 4)}.`,
    );
  });
});

describe('the page on the default', () => {
  const page = 'models-auto';
  const { comments } = propensities;
  const { chosen, known, answered, crowdChosen, crowdTables } = auto;
  const [ham, spam] = [0.4375, 0.5625];
  const { precision, conflict } = chosen.figures;
  const log = (lift: number) => Math.log(lift + 0.05);
  const label = (1 + 10 * conflict) / (2 + 10);
  const usual = (0.75 * Math.log(0.75) + 0.25 * Math.log(0.25) + 0.5 * Math.log(0.5)) / 1.5;

  it('has the conflicts', () => {
    expect(conflict).toBeCloseTo(3 / 5, 12);
    const rows: readonly (readonly [string, number, number])[] = [
      ['link', 1, 1.5],
      ['subscribe', 0, 0.5],
      ['song', 1, 2],
    ];
    for (const [name, seen, expected] of rows) {
      const sum = seen === 0 ? show(10 * label) : `(${seen} + ${show(10 * label)})`;
      const lift = (seen + 10 * label) / (expected + 10);
      expectSaid(page, `| \`${name}\` | ${seen} | ${expected} | ${sum} / ${expected + 10} = ${show(lift)} |`);
    }
    expect(precision).toBeCloseTo(1 / (1 + Math.exp(-1.04 + 0.73 * log(conflict))), 12);
    expectSaid(page, `\`ρ = ${show(precision, 4)}\``);
  });

  it('has the evidence', () => {
    const wrong = ((1 - precision) * 0.75) / ham;
    const own = (1 + 10 * label) / 11.5;
    expectSaid(page, `\`wrong = ${show(1 - precision, 4)}·0.75 / 0.4375 = ${show(wrong, 4)}\``);
    const parts: readonly (readonly [string, number])[] = [
      [`\`0.6·log(0.999 / ${show(wrong, 4)})\``, 0.6 * Math.log(0.999 / wrong)],
      ['spam conflicts less', -0.9 * (log(label) - log(conflict))],
      ['`link` conflicts more', -0.7 * (log(own) - log(label))],
      ['`−0.4·C`', -0.4 * usual],
      ['`link` covers more', -0.6 * (Math.log(0.75) - usual)],
    ];
    const url = new URL(`../../../docs/${page}.md`, import.meta.url);
    const lines = readFileSync(url, 'utf8').split('\n');
    for (const [start, value] of parts) {
      const line = lines.find((text) => text.startsWith(`| ${start}`));
      expect(line, start).toContain(`| ${signed(value)} |`);
    }
    const link = weightOf(chosen, comments, 1, 'link');
    expect(link).toBeCloseTo(
      parts.reduce((sum, [, value]) => sum + value, 0),
      12,
    );
    expectSaid(page, `| sum | ${show(link)} |`);
    expectSaid(page, `Likewise \`song\` has ${show(weightOf(chosen, comments, 3, 'song'))}.`);
  });

  it('has the sum', () => {
    const { prior, sum, probability } = chosen.explain(comments, 2);
    const [song, link] = ['song', 'link'].map((name) => weightOf(chosen, comments, 2, name));
    expect(prior).toBeCloseTo(0.55 * Math.log(ham / spam), 12);
    expectSaid(page, `log(0.4375 / 0.5625)\` | ${signed(prior)} |`);
    expectSaid(page, `| \`song\` voted ham | ${signed(song)} |`);
    expectSaid(page, `| \`link\` voted spam | ${signed(link)} |`);
    expectSaid(page, `\`1 / (1 + exp(−${show(sum)})) = ${show(probability)}\``);
    expectSaid(page, `what it has alone, \`link\` ${show(weightOf(chosen, comments, 0, 'link'))}.`);
    const { label: other, prior: full, probability: share } = known.explain(comments, 2);
    expect(other).toBe('ham');
    expectSaid(page, `counts in full (${show(full)}) and ham has ${show(share)}.`);
  });

  it('has the crowd', () => {
    const mean = (of: (model: (typeof crowdTables)[number]) => number) =>
      crowdTables.reduce((sum, model) => sum + of(model) / crowdTables.length, 0);
    const [yes, no] = ['annotator0', 'annotator15'].map((name) =>
      Math.abs(mean((model) => weightOf(model, answered, 0, name))),
    );
    const tables = mean((model) => model.explain(answered, 0).sum);
    const { sum, probability } = crowdChosen.explain(answered, 0);
    expect(sum).toBeCloseTo(tables / 4, 9);
    expectSaid(page, `\`12·${show(yes, 4)} − 4·${show(no, 4)} = ${show(tables, 2)}\``);
    expectSaid(page, `the default has ${show(sum)}, a probability of ${show(probability)}.`);
  });
});

describe('the page on dependencies', () => {
  const page = 'models-dependencies';
  const { copies, together, alike, direct } = dependencies;
  const { comments, rates } = propensities;

  it('has the copy', () => {
    const [copy] = copies;
    expect(copies.map(({ functions }) => functions)).toEqual([['one', 'copy']]);
    expectSaid(
      page,
      `on \`20·20 / 100 = ${copy.expected}\` records. They meet on ${copy.together} of the 20`,
    );
    expectSaid(page, `\`(18 − 4) / (20 − 4) = ${show(copy.excess)}\``);
  });

  it('has the chain', () => {
    for (const { functions, excess } of alike) {
      const found = direct.find((pair) => pair.functions.join() === functions.join());
      const end = found ? `${show(found.correlation)} |` : '|';
      expectSaid(page, `| ${functions.join(', ')} | ${show(excess, 2)} | ${end}`);
    }
    expect(alike.map((pair) => pair.together)).toEqual([90, 90, 82]);
    const formula = (0.8 - 0.64 * 0.8) / Math.sqrt((1 - 0.64 ** 2) * (1 - 0.8 ** 2));
    expect(direct[0].correlation).toBeCloseTo(formula, 4);
    expectSaid(page, `√((1 − 0.64²)·(1 − 0.8²)) = ${show(formula)}\n`);
  });

  it('has the discount', () => {
    const names = ['link', 'subscribe', 'song'];
    const [alone, paired] = [rates, together].map((model) =>
      names.map((name) => weightOf(model, comments, 0, name)),
    );
    expectSaid(page, `\`link\` adds ${show(alone[0])} and \`subscribe\` ${show(alone[1])} for spam`);
    expectSaid(page, `half of each, ${show(paired[0])} and ${show(paired[1])}.`);
    const { prior, probability } = together.explain(comments, 0);
    expect(paired[2]).toBeCloseTo(alone[2], 12);
    expectSaid(page, `the balance (${show(prior)}) and the silent \`song\` (${show(paired[2])})`);
    const sum = `${show(paired[0])} + ${show(paired[1])} + ${show(prior)} + ${show(paired[2])}`;
    expectSaid(
      page,
      `from ${show(rates.explain(comments, 0).probability)} to \`1 / (1 + exp(−(${sum}))) = ${show(probability)}\``,
    );
  });
});
