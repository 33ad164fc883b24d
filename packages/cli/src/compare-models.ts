import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import { createReport, type ModelLabels, type Report } from '@labelwright/evaluation';
import { formatHtml, type HtmlOptions, type HtmlRecord } from '@labelwright/evaluation/html';
import { type LabelModel, majorityVote } from '@labelwright/label-model';

/** What a report of the command is made of. */
export interface ReportParts {
  readonly title: string;
  readonly votes: LabelMatrix;
  readonly model: LabelModel;
  readonly gold?: readonly (string | undefined)[] | undefined;
  readonly faults?: Readonly<Record<string, number>> | undefined;
}

/** The report on the votes, with the label model beside majority vote. */
export function reportOn({ title, votes, model, gold, faults }: ReportParts): Report {
  return createReport({
    title,
    votes,
    models: modelsOn(votes, model),
    ...(gold && { gold }),
    ...(faults && { faults }),
  });
}

/** The report as an HTML file, with the records behind its figures. */
export function htmlReportOn(
  report: Report,
  { votes, model, gold }: ReportParts,
  records: readonly (HtmlRecord | undefined)[] | undefined,
): string {
  const models = modelsOn(votes, model);
  return formatHtml(report, { votes, models, gold, records, explain: explainerOf(model, votes) });
}

function modelsOn(votes: LabelMatrix, model: LabelModel): ModelLabels[] {
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
