/** What went wrong, for callers that branch on it. */
export type ErrorCode =
  /** A label, function or option that the task does not know, or a malformed definition. */
  | 'invalid-definition'
  /** Votes or probabilities that do not fit their shape. */
  | 'invalid-matrix'
  /** A record that does not have the shape the task declares. */
  | 'invalid-record'
  /** An option outside its range. */
  | 'invalid-option'
  /** A labeling function threw, or returned something that is not a vote. */
  | 'function-failed'
  /** A labeling function did not return within its time limit. */
  | 'function-timeout'
  /** A regular expression that can backtrack without end. */
  | 'unsafe-pattern'
  /** A file that is missing, unreadable, or not of the format it should be. */
  | 'invalid-file'
  /** A labeling module that does not load or does not export a set of labeling functions. */
  | 'invalid-module'
  /** Two values that belong to different tasks: other labels, functions or numbers of records. */
  | 'mismatch'
  /** A gate that labels had to pass and did not. */
  | 'check-failed';

/**
 * The one error that Labelwright throws on purpose.
 *
 * The message names the thing, what was found and what was expected.
 */
export class LabelwrightError extends Error {
  override readonly name = 'LabelwrightError';

  /** What went wrong, for callers that branch on it. */
  readonly code: ErrorCode;

  /**
   * @param code - what went wrong
   * @param message - the thing, the value and the expectation, in lower case
   * @param options - `cause`: the foreign error behind this one
   */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
