import type { LabelMatrix } from '@labelwright/core';
import { createReport, type Report } from '@labelwright/evaluation';
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
  const majority = majorityVote().fit(votes);
  const entry = (name: string, { accuracies, notes, predict }: LabelModel) => ({
    name,
    labels: predict(votes),
    accuracies,
    notes,
  });
  const models = [entry('majority vote', majority)];
  if (model.kind !== majority.kind) models.push(entry(model.kind, model));
  return createReport({ title, votes, models, ...(gold && { gold }), ...(faults && { faults }) });
}
