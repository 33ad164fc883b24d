import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import type { HtmlOptions } from '../../src/html/index.ts';
import { createReport, type Report, slicesByField, suggestRules } from '../../src/index.ts';

/** A report on so many functions and labels, with everything that a report can hold. */
export function largeReport(
  functions: number,
  labels: number,
  records = 400,
): { readonly report: Report; readonly options: HtmlOptions } {
  const random = seededRandom(functions * 31 + labels);
  const names = Array.from({ length: labels }, (_, k) =>
    k % 3 === 0 ? `label ${k}` : `a longer name of label ${k}`,
  );
  const columns = Array.from(
    { length: functions },
    (_, j) => `rule_${j % 2 ? 'for_a_certain_thing_' : ''}${j}`,
  );
  const gold = Array.from({ length: records }, () => names[Math.floor(random() ** 2 * labels)]);
  const rows = gold.map((truth, i) =>
    columns.map((_, j) => {
      if ((j % labels !== i % labels && random() > 0.04) || random() > 0.5) return undefined;
      return random() < 0.8 ? truth : names[j % labels];
    }),
  );
  const votes = LabelMatrix.fromRows<string, string>(names, columns, rows);
  const shares = rows.map((row) =>
    names.map((name) => {
      const cast = row.filter((vote) => vote !== undefined);
      if (cast.length === 0) return 0;
      return (cast.filter((vote) => vote === name).length + 0.2) / (cast.length + 0.2 * labels);
    }),
  );
  const predicted = ProbabilisticLabels.fromRows<string>(names, shares);
  const models = [
    { name: 'majority vote', labels: predicted },
    {
      name: 'a model',
      labels: predicted,
      accuracies: Object.fromEntries(columns.map((name) => [name, 0.8])),
    },
  ];
  const texts = gold.map((truth, i) => `the text of record ${i} on ${truth} and some more words`);
  const slices = { size: slicesByField(gold.map((_, i) => i)), gold: slicesByField(gold) };
  const suggestions = suggestRules({ votes, labels: predicted, texts });
  const seconds = Object.fromEntries(columns.map((name, j) => [name, j / 10]));
  const report = createReport({
    ...{ votes, gold, models, slices, suggestions, seconds },
    title: `${functions} functions, ${labels} labels`,
    faults: { [columns[0]]: 3 },
  });
  const found = texts.map((text, i) => ({ fields: { text, size: String(i) } }));
  return { report, options: { votes, gold, models, slices, records: found } };
}
