import { count, countOf, figure, percent, percentRange, percentSign } from './figures.ts';
import { bullets, codeOf, formatPage, type PageOptions, type PagePart, sentences, tableOf } from './page.ts';
import { shareOf } from './ratio.ts';
import type { Column } from './report-tables.ts';
import type { LabelNeed, RuleSuggestion, Suggestions, Theme } from './suggestions.ts';

/** How suggestions become a string. */
export interface SuggestionsFormatOptions extends PageOptions {
  /** The texts of the records, to show one for each suggestion. */
  readonly texts?: readonly string[] | undefined;
  readonly title?: string | undefined;
}

/** Renders what to write next: rules with what speaks for them, and the lines to paste. */
export function formatSuggestions(suggestions: Suggestions, options: SuggestionsFormatOptions = {}): string {
  const { texts, title = 'What to write next' } = options;
  const { forUncovered, forContested, themes, contestedThemes, labels } = suggestions;
  const parts = [
    sentences(leadOf(suggestions)),
    tableOf('Labels', LABEL_COLUMNS, labels, 'In records'),
    ...ruleParts('For records without votes', forUncovered, texts),
    ...ruleParts('For records with votes that disagree', forContested, texts),
    ...themeParts('What records without votes share', themes, texts),
    ...themeParts('What records with votes that disagree share', contestedThemes, texts),
    forUncovered.length + forContested.length + themes.length + contestedThemes.length === 0
      ? sentences('Found no phrase that enough of these records share.')
      : bullets('', []),
  ];
  return formatPage({ title, parts, data: suggestions }, options);
}

function leadOf({ records, sampled, uncovered, contested }: Suggestions): string {
  const seen = sampled ?? records;
  const of =
    sampled === undefined ? count(records) : `${count(sampled)} drawn at random from ${count(records)}`;
  return (
    `${countOf(uncovered, 'record')} of ${of} without votes (${percentSign(shareOf(uncovered, seen))}), ` +
    `${count(contested)} with votes that disagree (${percentSign(shareOf(contested, seen))}).`
  );
}

function themeParts(
  heading: string,
  themes: readonly Theme[],
  texts: readonly string[] | undefined,
): PagePart[] {
  const lead = 'The label is yours to fill in; gain in records that no theme before has';
  return [
    tableOf(heading, themeColumns(texts), themes, lead),
    codeOf(
      'To paste with a label',
      themes.map(({ code }) => code),
    ),
  ];
}

function ruleParts(
  heading: string,
  rules: readonly RuleSuggestion[],
  texts: readonly string[] | undefined,
): PagePart[] {
  const lead =
    'Gain in records that no rule before has; precision in %, by the label model on records with votes that agree, not by gold';
  return [
    tableOf(heading, ruleColumns(texts), rules, lead),
    codeOf(
      'To paste',
      rules.map(({ code }) => code),
    ),
  ];
}

function ruleColumns(texts: readonly string[] | undefined): Column<RuleSuggestion>[] {
  const columns: (Column<RuleSuggestion> | false)[] = [
    { title: 'phrase', words: true, cell: ({ phrase }) => phrase },
    { title: 'label', words: true, cell: ({ label }) => label },
    { title: 'gain', cell: ({ gain }) => count(gain) },
    {
      title: 'records',
      cell: ({ records }) => count(records),
      legend: 'records: all that have it',
      spare: 3,
    },
    { title: 'precision', cell: ({ precision }) => percent(precision.value) },
    {
      title: '95 %',
      cell: ({ precision: { low, high } }) =>
        percentRange(low === undefined || high === undefined ? undefined : { low, high }),
      spare: 2,
    },
    {
      title: 'conflicts',
      cell: ({ conflicts }) => count(conflicts),
      legend: 'conflicts: records whose votes agree now and would not',
    },
    texts !== undefined && exampleColumn(texts),
  ];
  return columns.filter((column) => column !== false);
}

function themeColumns(texts: readonly string[] | undefined): Column<Theme>[] {
  const columns: (Column<Theme> | false)[] = [
    { title: 'phrase', words: true, cell: ({ phrase }) => phrase },
    { title: 'gain', cell: ({ gain }) => count(gain) },
    { title: 'related', words: true, cell: ({ related }) => related.join(', '), spare: 2 },
    {
      title: 'leaning',
      words: true,
      cell: ({ leaning }) =>
        leaning
          ? `${leaning.label} ${percentSign(leaning.share)} of ${countOf(leaning.records, 'record')}`
          : '',
      legend: 'leaning: what the labels say of the records that have it and votes',
      spare: 1,
    },
    texts !== undefined && exampleColumn(texts),
  ];
  return columns.filter((column) => column !== false);
}

/** A longer text would widen the table for nothing. */
const MOST_TEXT = 80;

function exampleColumn(texts: readonly string[]): Column<{ readonly examples: readonly number[] }> {
  return {
    title: 'for example',
    words: true,
    cell: ({ examples: [row] }) => {
      const text = Array.from((texts[row] ?? '').slice(0, 2 * MOST_TEXT));
      return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT).join('')}…` : text.join('');
    },
    spare: 4,
  };
}

const LABEL_COLUMNS: readonly Column<LabelNeed>[] = [
  { title: 'label', words: true, cell: ({ label }) => label },
  { title: 'functions', cell: ({ functions }) => count(functions), legend: 'functions: that vote for it' },
  { title: 'covered', cell: ({ covered }) => count(Math.round(covered)), legend: 'covered: with votes' },
  {
    title: 'uncovered',
    cell: ({ uncovered }) => count(Math.round(uncovered)),
    legend: 'uncovered: without votes, guessed by their words',
  },
  {
    title: 'coverage',
    cell: ({ covered, uncovered }) => figure(shareOf(covered, covered + uncovered)),
    legend: 'coverage: the share of the label that has votes, by this guess',
  },
];
