import { type LabelMatrix, seededRandom } from '@labelwright/core';
import { type Answer, type LabelModel, nextQuestions, settle } from '@labelwright/label-model';
import { appendAnswer } from './answers-file.ts';
import { assertNotAborted, type Context } from './context.ts';
import { describeChoices, describeVotes, labelMeant } from './question-text.ts';

/** What to ask about, and how much. */
export interface Survey {
  readonly votes: LabelMatrix;
  readonly model: LabelModel;
  /** What there is to read of the record. */
  readonly read: (row: number) => string;
  /** Where answers are written to, one by one. */
  readonly file: string;
  /** How many answers there are to be on votes that leave the label open, and on records drawn at random. */
  readonly questions: number;
  readonly random: number;
  readonly seed: number;
}

/**
 * Asks the person for labels until there are enough, or the person stops; each answer is written at once, and the
 * next question depends on it.
 *
 * @returns all answers, the earlier ones first
 */
export async function askQuestions(
  survey: Survey,
  earlier: readonly Answer[],
  context: Context,
): Promise<Answer[]> {
  const answers = [...earlier];
  const passed = new Set<number>();
  for (;;) {
    const asked = nextRecord(survey, answers, passed);
    if (asked === undefined) return answers;
    const label = await askLabel(survey, asked, context);
    if (label === undefined) return answers;
    passed.add(asked.row);
    if (label === '') continue;
    const answer: Answer = { row: asked.row, label, ...(asked.random && { random: true }) };
    await appendAnswer(survey.file, survey.votes, answer);
    answers.push(answer);
  }
}

interface Asked {
  readonly row: number;
  readonly random: boolean;
  readonly heading: string;
}

/** The record to ask about next: first those whose votes leave the label open, then some at random. */
function nextRecord(
  survey: Survey,
  answers: readonly Answer[],
  passed: ReadonlySet<number>,
): Asked | undefined {
  const { votes, questions, random } = survey;
  const drawn = answers.filter((answer) => answer.random).length;
  const chosen = answers.length - drawn;
  const open = chosen < questions ? mostOpen(survey, answers, passed) : undefined;
  if (open)
    return { ...open, random: false, heading: `Question ${chosen + 1} of ${questions}: ${open.heading}` };
  if (drawn >= random) return undefined;
  const row = drawRow(survey, new Set([...passed, ...answers.map((answer) => answer.row)]));
  if (row === undefined) return undefined;
  return { row, random: true, heading: `Random ${drawn + 1} of ${random}: ${describeVotes(votes, row)}` };
}

function mostOpen(
  { votes, model, seed }: Survey,
  answers: readonly Answer[],
  passed: ReadonlySet<number>,
): { readonly row: number; readonly heading: string } | undefined {
  const settled = settle(votes, model, answers);
  const reads = passed.size + 1;
  for (const question of nextQuestions(votes, settled, reads, { answers, reads, seed })) {
    const row = question.rows.find((candidate) => !passed.has(candidate));
    if (row === undefined) continue;
    const { records } = question;
    const many = records === 1 ? 'one record' : `${records} records`;
    return { row, heading: `${describeVotes(votes, row)}: ${many}. Who is right?` };
  }
  return undefined;
}

/** A record with votes that was not asked about, in an order that the seed tells. */
function drawRow({ votes, seed }: Survey, known: ReadonlySet<number>): number | undefined {
  const rows = Array.from({ length: votes.rows }, (_, row) => row);
  const random = seededRandom(seed);
  for (let n = 0; n < rows.length; n++) {
    const other = n + Math.floor(random() * (rows.length - n));
    [rows[n], rows[other]] = [rows[other], rows[n]];
    if (!known.has(rows[n]) && votes.votesOn(rows[n]).length > 0) return rows[n];
  }
  return undefined;
}

/** The label that the person gives; empty to pass the record over, `undefined` to stop. */
async function askLabel(
  { votes, read }: Survey,
  { row, heading }: Asked,
  { terminal, signal }: Context,
): Promise<string | undefined> {
  terminal.err(`\n${heading}\n\n  ${read(row).replaceAll('\n', '\n  ')}\n\n`);
  const prompt = `${describeChoices(votes.labels)} (empty: pass over, q: stop) > `;
  for (;;) {
    const line = await terminal.ask?.(prompt, signal);
    assertNotAborted(signal);
    const typed = line?.trim();
    if (typed === undefined || typed === '') return typed;
    const label = labelMeant(votes.labels, typed);
    if (label !== undefined) return label;
    if (typed === 'q') return undefined;
    terminal.err(`There is no label '${typed}'.\n`);
  }
}
