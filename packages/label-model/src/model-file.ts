import { assertNames, LabelwrightError, oneOf } from '@labelwright/core';

/** The version of the model file that this version of Labelwright writes. */
export const MODEL_FILE_VERSION = 2;

/** A fitted label model as plain JSON. Numbers are kept to the last bit. */
export interface LabelModelFile {
  readonly labelwright: 'model';
  readonly version: number;
  readonly kind: string;
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  /** In the order of the labels. */
  readonly balance: readonly number[];
  /** In the order of the functions; `null` where nothing was learnt. */
  readonly accuracies: readonly (number | null)[];
  readonly figures: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly evidence: EvidenceFile;
  /** What answers of people add. */
  readonly settled?: SettledFile | undefined;
  /** What it was fitted with; left out by versions before it was kept. */
  readonly fitted?: FittedFile | undefined;
}

/** What a label model was fitted with. */
export interface FittedFile {
  /** The options of the estimator, its seed among them; those left out have their defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The number of records. */
  readonly records: number;
  /** 64 bits made of the vote patterns and their counts: another where the votes were others. */
  readonly votes: string;
  /** How many labels were known. */
  readonly known?: number;
}

/** What answers of people add to the evidence, and how many there are on which votes. */
export interface SettledFile {
  /** Added to the prior, one number per label. */
  readonly prior?: readonly number[] | undefined;
  /** Added to the evidence, in the order of the functions and then of the labels, one number per label each. */
  readonly evidence?: readonly number[] | undefined;
  readonly answered: readonly {
    /** Position of the function, position of the label and, where votes have confidences, level. */
    readonly votes: readonly (readonly number[])[];
    /** How many answers there are of each label. */
    readonly counts: readonly number[];
    /** How many answers the model's own probabilities count as. */
    readonly strength: number;
  }[];
  /** What all log-odds were divided by since; 1 where left out. */
  readonly temperature?: number | undefined;
}

/** What votes add to the posterior. */
export interface EvidenceFile {
  readonly unit: 'log-odds' | 'share';
  /** One number per state. */
  readonly prior: readonly number[];
  /** The label of each state; one state per label where left out. */
  readonly labelOfState?: readonly number[];
  /** Pairs of a function and a label it voted, by position. */
  readonly outcomes: readonly (readonly [number, number])[];
  /** One row of numbers per outcome, one number per state. */
  readonly evidence: readonly (readonly number[])[];
  /** What a vote never seen in fitting adds to its own label, one number per label. */
  readonly unseen: readonly number[];
  /** What abstaining adds: one row per function, one number per state. */
  readonly silence?: readonly (readonly number[])[];
  readonly discount?: {
    readonly crowd: number;
    /** One number per outcome, and last that of votes never seen in fitting. */
    readonly repeats?: readonly number[];
    readonly cluster: number;
    readonly clusterOf?: readonly number[];
  };
}

/** Checks that the value is a model file of this version, and refuses it otherwise. */
export function parseModelFile(value: unknown): LabelModelFile {
  const file = value as LabelModelFile | null | undefined;
  if (typeof file !== 'object' || file === null || file.labelwright !== 'model') {
    refuse(`found ${describe(value)}; expected a label model`);
  }
  if (file.version !== MODEL_FILE_VERSION) {
    refuse(
      `the label model has version ${file.version}; expected ${MODEL_FILE_VERSION}: fit it again with this version of Labelwright`,
    );
  }
  if (typeof file.kind !== 'string') refuse('the label model has no kind; expected a name');
  for (const list of ['labels', 'functions', 'balance', 'accuracies', 'notes'] as const) {
    assertLength(list, file[list]);
  }
  assertNames('label', file.labels);
  assertNames('labeling function', file.functions);
  assertLength('balance', file.balance, file.labels.length);
  assertLength('accuracies', file.accuracies, file.functions.length);
  assertNumbers('balance', file.balance, 0);
  assertNumbers(
    'accuracies',
    file.accuracies.filter((accuracy) => accuracy !== null),
    0,
  );
  assertObject('figures', file.figures, 'an object of numbers');
  assertNumbers('figures', Object.values(file.figures));
  assertEvidence(file);
  assertSettled(file);
  return file;
}

function assertSettled({ settled, labels, evidence, functions }: LabelModelFile): void {
  if (settled === undefined) return;
  assertObject('settled', settled, 'what answers add');
  if (settled.prior || settled.evidence) {
    assertLength('settled prior', settled.prior ?? [], labels.length);
    assertLength('settled evidence', settled.evidence ?? [], evidence.outcomes.length * labels.length);
    assertNumbers('settled', [...(settled.prior ?? []), ...(settled.evidence ?? [])]);
  }
  if (settled.temperature !== undefined) {
    assertNumbers('temperature', [settled.temperature], Number.MIN_VALUE);
  }
  assertLength('answered', settled.answered);
  for (const answered of settled.answered) {
    assertObject('answered', answered, 'votes and counts');
    const { votes, counts, strength } = answered;
    assertLength('settled counts', counts, labels.length);
    assertNumbers('settled', [...counts, strength], 0);
    assertLength('settled votes', votes);
    for (const vote of votes) {
      assertLength('settled votes', vote);
      assertPosition('settled votes', vote[0], functions.length);
      assertPosition('settled votes', vote[1], labels.length);
    }
  }
}

function assertEvidence({ evidence: found, labels, functions }: LabelModelFile): void {
  assertObject('evidence', found, 'prior, outcomes and evidence');
  if (found.unit !== 'log-odds' && found.unit !== 'share') {
    refuse(`the label model's evidence has the unit ${describe(found.unit)}; expected log-odds or share`);
  }
  assertLength('prior', found.prior);
  const states = found.prior.length;
  assertNumbers('prior', found.prior);
  if (found.labelOfState !== undefined) {
    assertLength('labelOfState', found.labelOfState, states);
    for (const k of found.labelOfState) assertPosition('labelOfState', k, labels.length);
  } else assertLength('prior', found.prior, labels.length);
  assertLength('unseen', found.unseen, labels.length);
  assertNumbers('unseen', found.unseen);
  assertOutcomes(found, labels.length, functions.length);
  assertLength('evidence', found.evidence, found.outcomes.length);
  if (found.silence !== undefined) assertLength('silence', found.silence, functions.length);
  for (const row of [...found.evidence, ...(found.silence ?? [])]) {
    assertLength('evidence', row, states);
    assertNumbers('evidence', row);
  }
  assertDiscount(found, functions.length);
}

function assertOutcomes({ outcomes }: EvidenceFile, labels: number, functions: number): void {
  assertLength('outcomes', outcomes);
  const seen = new Set<number>();
  for (const pair of outcomes) {
    assertLength('outcomes', pair, 2);
    assertPosition('outcomes', pair[0], functions);
    assertPosition('outcomes', pair[1], labels);
    seen.add(pair[0] * labels + pair[1]);
  }
  if (seen.size < outcomes.length)
    refuse("the label model's 'outcomes' hold a pair twice; expected each once");
}

function assertDiscount({ discount, outcomes }: EvidenceFile, functions: number): void {
  if (discount === undefined) return;
  assertObject('discount', discount, 'crowd and cluster');
  assertNumbers('discount', [discount.crowd, discount.cluster]);
  for (const name of ['crowd', 'cluster'] as const) {
    if (discount[name] < 0 || discount[name] > 1)
      refuse(`the label model's '${name}' is ${discount[name]}; expected 0 to 1`);
  }
  if (discount.repeats !== undefined) {
    assertLength('repeats', discount.repeats, outcomes.length + 1);
    assertNumbers('repeats', discount.repeats, 0);
  }
  if (discount.clusterOf !== undefined) {
    assertLength('clusterOf', discount.clusterOf, functions);
    for (const cluster of discount.clusterOf) assertPosition('clusterOf', cluster, functions);
  }
}

function assertObject(name: string, value: unknown, expected: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  refuse(`${hasNo(name, value)}; expected ${expected}`);
}

/** Refuses what is no list, or not of this length where one is expected. */
function assertLength(name: string, list: readonly unknown[], expected?: number): void {
  if (Array.isArray(list) && list.length === (expected ?? list.length)) return;
  const found = Array.isArray(list)
    ? `the label model's '${name}' has ${list.length} entries`
    : hasNo(name, list);
  refuse(`${found}; expected ${expected ?? 'a list'}`);
}

function hasNo(name: string, found: unknown): string {
  return found === undefined
    ? `the label model has no '${name}'`
    : `the label model's '${name}' is ${describe(found)}`;
}

function assertNumbers(name: string, list: readonly number[], least = Number.NEGATIVE_INFINITY): void {
  const isFine = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= least;
  const wrong = list.findIndex((value) => !isFine(value));
  if (wrong < 0) return;
  const expected = least === 0 ? 'numbers of 0 or more' : least > 0 ? 'a number above 0' : 'numbers';
  refuse(`the label model's '${name}' holds ${describe(list[wrong])}; expected ${expected}`);
}

function assertPosition(name: string, position: number, size: number): void {
  if (Number.isInteger(position) && position >= 0 && position < size) return;
  refuse(`the label model's '${name}' points to ${position}; expected 0 to ${size - 1}`);
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const fields = Object.keys(value);
    return fields.length === 0
      ? 'an object without fields'
      : `an object with the fields ${oneOf(fields).replace('one of ', '')}`;
  }
  return JSON.stringify(value)?.slice(0, 60) ?? String(value);
}

function refuse(message: string): never {
  throw new LabelwrightError('invalid-file', message);
}
