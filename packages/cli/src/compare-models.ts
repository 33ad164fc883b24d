import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import type { ModelLabels, Report, ReportParts } from '@labelwright/evaluation';
import { formatHtml, type HtmlOptions, type HtmlRecord } from '@labelwright/evaluation/html';
import { type LabelModel, majorityVote } from '@labelwright/label-model';

/** What a report of the command is made of. */
export interface RunReportParts extends ReportParts {
  readonly model: LabelModel;
  readonly models: readonly ModelLabels[];
}

/** The report as an HTML file, with the records behind its figures. */
export function htmlReportOn(
  report: Report,
  { votes, model, models, gold, slices }: RunReportParts,
  records: readonly (HtmlRecord | undefined)[] | undefined,
): string {
  return formatHtml(report, { votes, models, gold, slices, records, explain: explainerOf(model, votes) });
}

/** The label model beside majority vote. */
export function modelsOn(votes: LabelMatrix, model: LabelModel): ModelLabels[] {
  const majority = majorityVote().fit(votes);
  const entry = (name: string, { accuracies, notes, predict }: LabelModel): ModelLabels => ({
    name,
    labels: predict(votes),
    accuracies,
    notes,
  });
  const models = [entry('majority vote', majority)];
  return model.kind === majority.kind ? models : [...models, entry(model.kind, model)];
}

/** Why records have their labels; nothing where the model's posterior is no sum. */
function explainerOf(model: LabelModel, votes: LabelMatrix): HtmlOptions['explain'] {
  if (votes.rows === 0) return undefined;
  try {
    model.explain(votes, 0);
  } catch (thrown) {
    if (thrown instanceof LabelwrightError && thrown.code === 'invalid-option') return undefined;
    throw thrown;
  }
  return (row) => model.explain(votes, row);
}
