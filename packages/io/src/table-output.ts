/** A value of a table. */
export type TableValue = string | number | null;

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'VARCHAR' | 'TINYINT' | 'SMALLINT' | 'FLOAT' | 'DOUBLE';
}

/** What a table is made of. */
export interface TableShape {
  readonly columns: readonly TableColumn[];
  /** Numbers behind them that are there only if some rows bring them; 1 in the rows before. */
  readonly optional?: readonly TableColumn[] | undefined;
  /** An entry of the file's key-value metadata. */
  readonly entry?: { readonly key: string; readonly value: string } | undefined;
}

/** A file of columns in the making. */
export interface TableOutput {
  /** Adds rows, given as one list of values per column; the optional columns stay once they are there. */
  append(columns: readonly (readonly TableValue[])[]): Promise<void>;
  /** Writes the file and gives it its name. */
  close(): Promise<void>;
  /** Leaves things as they were before; without effect on a closed file. */
  abort(): Promise<void>;
}

/** Makes files of one format. */
export type TableMaker = (path: string, shape: TableShape) => Promise<TableOutput>;
