/** Numbers as base64 of their little-endian bytes. */
export interface PackedNumbers {
  readonly type: 'u8' | 'u16' | 'u32' | 'i16' | 'f32';
  readonly data: string;
}

/** A distribution over the labels by number, in units of 1 / 65535, and which of them each record has. */
export interface PackedLabels {
  /** As the report calls the model. */
  readonly name: string;
  /** `table[distribution * K + label]`. */
  readonly table: PackedNumbers;
  /** The position of the label of the highest probability; -1 without votes, -2 for a tie. */
  readonly top: PackedNumbers;
  /** The distribution of each record. */
  readonly index: PackedNumbers;
}

/** What each vote adds, for the first so many vote patterns. */
export interface PackedReasons {
  readonly unit: 'log-odds' | 'share';
  /** How many patterns are explained: the first ones. */
  readonly patterns: number;
  /** The label that is explained, by pattern. */
  readonly label: PackedNumbers;
  /** The label it is compared with, by pattern; -1 where there is none. */
  readonly against: PackedNumbers;
  /** What holds before anyone votes, by pattern. */
  readonly prior: PackedNumbers;
  /** What all abstentions add together, by pattern. */
  readonly silence: PackedNumbers;
  /** What each vote adds, in the order of the cells. */
  readonly weights: PackedNumbers;
}

/** The texts of one field. */
export interface PackedField {
  readonly name: string;
  /** One per record, `null` where the record has none. */
  readonly texts: readonly (string | null)[];
}

/** What the page knows about records: all it needs to filter and show them. */
export interface Payload {
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  /** The number of records of the data set. */
  readonly total: number;
  /** The number of records in here. */
  readonly kept: number;
  /** The position of each record in the data set, where not all are kept. */
  readonly rows?: PackedNumbers | undefined;
  readonly ids?: readonly string[] | undefined;
  /** The distinct vote patterns, the most frequent first: pattern `p` has the cells `offsets[p]` to `offsets[p + 1]`. */
  readonly offsets: PackedNumbers;
  readonly columns: PackedNumbers;
  readonly votes: PackedNumbers;
  /** The pattern of each record. */
  readonly patternOf: PackedNumbers;
  /** The gold label of each record, -1 where unknown. */
  readonly gold?: PackedNumbers | undefined;
  readonly model?: PackedLabels | undefined;
  readonly reasons?: PackedReasons | undefined;
  readonly fields: readonly PackedField[];
  /** Texts that are cut: `[record, field, length of the whole]`. */
  readonly cut: readonly (readonly [record: number, field: number, length: number])[];
  /** Evidence in four numbers each: function, field, start, end; those of record `i` from `evidenceOf[i]` on. */
  readonly evidence?: PackedNumbers | undefined;
  readonly evidenceOf?: PackedNumbers | undefined;
  readonly slices: readonly PackedSlice[];
  /** The records of the page whose gold label is suspected. */
  readonly suspects?: PackedNumbers | undefined;
  /** Records of every two functions, row-major. */
  readonly pairs?: PackedPairs | undefined;
}

/** How often every two functions vote together, row-major, and how often otherwise; the diagonal has all votes. */
export interface PackedPairs {
  readonly overlaps: PackedNumbers;
  readonly conflicts: PackedNumbers;
  /** In thousandths: how far they vote alike beyond what the labels explain. */
  readonly correlations?: PackedNumbers | undefined;
  /** The functions by position, like beside like. */
  readonly order: PackedNumbers;
}

/** A slice of the records. */
export interface PackedSlice {
  readonly by: string;
  readonly name: string;
  /** A bit for each record of the page, the lowest of a byte first. */
  readonly bits: PackedNumbers;
}
