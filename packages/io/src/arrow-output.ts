import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Data, Field, RecordBatchFileWriter, Schema, Vector } from 'apache-arrow';
import { loadArrow, openArrow } from './arrow-file.ts';
import { fileError } from './file-error.ts';
import { commitOrRemove, createTarget, outputError } from './output.ts';
import type { TableColumn, TableOutput, TableShape, TableValue } from './table-output.ts';

type Arrow = typeof import('apache-arrow');

/** So many rows make a batch of the file. */
const ROWS = 1 << 16;

/** Begins an Arrow file (IPC, also called Feather) that replaces the one of its name only once it is whole. */
export async function createArrowOutput(path: string, shape: TableShape): Promise<TableOutput> {
  const target = await createTarget(path);
  let writer: ArrowWriter | undefined;
  const working = async (work: (writer: ArrowWriter) => Promise<void>) => {
    if (writer === undefined) throw fileError(path, ': found a write after the end of the file');
    try {
      await work(writer);
    } catch (cause) {
      throw outputError(path, cause);
    }
  };
  try {
    writer = await ArrowWriter.create(target.temporary, shape);
  } catch (cause) {
    await target.remove();
    throw outputError(path, cause);
  }
  return {
    append: (columns) => working((open) => open.append(columns)),
    async close() {
      if (writer === undefined) return;
      const failure = await working((open) => open.finish()).then(
        () => undefined,
        (cause: Error) => cause,
      );
      await writer.close();
      writer = undefined;
      await commitOrRemove(target, failure);
    },
    async abort() {
      if (writer === undefined) return;
      await writer.close();
      writer = undefined;
      await target.remove();
    },
  };
}

/** Gathers rows into batches and writes them. */
class ArrowWriter {
  readonly #arrow: Arrow;
  readonly #path: string;
  readonly #shape: TableShape;
  #columns: readonly TableColumn[];
  #waiting: TableValue[][] = [];
  #file: ArrowFileWriter;

  private constructor(arrow: Arrow, path: string, shape: TableShape, file: ArrowFileWriter) {
    this.#arrow = arrow;
    this.#path = path;
    this.#shape = shape;
    this.#columns = shape.columns;
    this.#file = file;
  }

  static async create(path: string, shape: TableShape): Promise<ArrowWriter> {
    const arrow = await loadArrow();
    const file = await ArrowFileWriter.create(arrow, path, schemaOf(arrow, shape.columns, shape));
    return new ArrowWriter(arrow, path, shape, file);
  }

  async append(columns: readonly (readonly TableValue[])[]): Promise<void> {
    if (columns.length > this.#columns.length) await this.#widen();
    if (this.#waiting.length === 0) this.#waiting = columns.map(() => []);
    for (const [c, values] of columns.entries()) {
      const waiting = this.#waiting[c];
      for (const value of values) waiting.push(value);
    }
    if (this.#waiting[0].length >= ROWS) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.finish();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const vectors = this.#columns.map(({ type }, c) => vectorOf(this.#arrow, type, this.#waiting[c]));
    this.#waiting = [];
    await this.#file.write(vectors);
  }

  /** Writes what is there anew with the optional columns. */
  async #widen(): Promise<void> {
    await this.finish();
    await this.#file.close();
    const narrow = `${this.#path}.narrow`;
    await rename(this.#path, narrow);
    try {
      const { columns, optional = [] } = this.#shape;
      this.#columns = [...columns, ...optional];
      this.#file = await ArrowFileWriter.create(
        this.#arrow,
        this.#path,
        schemaOf(this.#arrow, this.#columns, this.#shape),
      );
      await this.#copy(narrow, columns.length, optional);
    } finally {
      await rm(narrow, { force: true });
    }
  }

  async #copy(narrow: string, width: number, optional: readonly TableColumn[]): Promise<void> {
    const before = await openArrow(narrow);
    try {
      for await (const { batch } of before.batches()) {
        const ones: TableValue[] = new Array(batch.numRows).fill(1);
        const kept = Array.from({ length: width }, (_, c) => batch.getChildAt(c) as Vector);
        await this.#file.write([...kept, ...optional.map(({ type }) => vectorOf(this.#arrow, type, ones))]);
      }
    } finally {
      await before.close();
    }
  }
}

/** Writes batches to a file as it is asked to, and no sooner. */
class ArrowFileWriter {
  readonly #arrow: Arrow;
  readonly #schema: Schema;
  readonly #handle: FileHandle;
  readonly #writer: RecordBatchFileWriter;
  readonly #bytes: Uint8Array[];

  private constructor(
    arrow: Arrow,
    schema: Schema,
    handle: FileHandle,
    writer: RecordBatchFileWriter,
    bytes: Uint8Array[],
  ) {
    this.#arrow = arrow;
    this.#schema = schema;
    this.#handle = handle;
    this.#writer = writer;
    this.#bytes = bytes;
  }

  static async create(arrow: Arrow, path: string, schema: Schema): Promise<ArrowFileWriter> {
    const bytes: Uint8Array[] = [];
    class Collected extends arrow.AsyncByteQueue {
      override write(chunk: unknown): void {
        bytes.push(chunk as Uint8Array);
      }
    }
    const handle = await open(path, 'w');
    const writer = new arrow.RecordBatchFileWriter();
    writer.reset(new Collected(), schema);
    return new ArrowFileWriter(arrow, schema, handle, writer, bytes);
  }

  async write(columns: readonly Vector[]): Promise<void> {
    const { RecordBatch, Struct, makeData } = this.#arrow;
    const type = new Struct(this.#schema.fields);
    const children = columns.map((column) => column.data[0] as Data);
    const length = columns[0].length;
    this.#writer.write(new RecordBatch(this.#schema, makeData({ type, length, nullCount: 0, children })));
    await this.#flush();
  }

  async finish(): Promise<void> {
    this.#writer.finish();
    await this.#flush();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    const chunks = this.#bytes.splice(0);
    for (let sent = 0; sent < chunks.length; sent += CHUNKS) {
      await writeAll(this.#handle, Buffer.concat(chunks.slice(sent, sent + CHUNKS)));
    }
  }
}

/** So many pieces go to the file at once. */
const CHUNKS = 256;

/** The system may take a part only. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let sent = 0; sent < bytes.length; ) {
    sent += (await handle.write(bytes, sent)).bytesWritten;
  }
}

function schemaOf(arrow: Arrow, columns: readonly TableColumn[], { entry }: TableShape): Schema {
  const fields = columns.map(
    ({ name, type }): Field => new arrow.Field(name, typeOf(arrow, type), type === 'VARCHAR'),
  );
  return new arrow.Schema(fields, new Map(entry ? [[entry.key, entry.value]] : []));
}

function typeOf({ Utf8, Int8, Int16, Float32, Float64 }: Arrow, type: TableColumn['type']) {
  switch (type) {
    case 'VARCHAR':
      return new Utf8();
    case 'TINYINT':
      return new Int8();
    case 'SMALLINT':
      return new Int16();
    case 'FLOAT':
      return new Float32();
    case 'DOUBLE':
      return new Float64();
  }
}

function vectorOf(arrow: Arrow, type: TableColumn['type'], values: readonly TableValue[]): Vector {
  if (type === 'VARCHAR') return arrow.vectorFromArray(values, new arrow.Utf8());
  const numbers = values as readonly number[]; // Only texts may be missing.
  switch (type) {
    case 'TINYINT':
      return arrow.makeVector(Int8Array.from(numbers));
    case 'SMALLINT':
      return arrow.makeVector(Int16Array.from(numbers));
    case 'FLOAT':
      return arrow.makeVector(Float32Array.from(numbers));
    case 'DOUBLE':
      return arrow.makeVector(Float64Array.from(numbers));
  }
}
