import { fileError } from './file-error.ts';

/** A matrix of integers from a NumPy file. */
export interface IntegerMatrix {
  readonly rows: number;
  readonly columns: number;
  /** The value in a row and a column, each from 0. */
  readonly at: (row: number, column: number) => number;
}

type Reader = (view: DataView, offset: number, little: boolean) => number;

const readers: ReadonlyMap<string, Reader> = new Map([
  ['b1', (view, offset) => view.getUint8(offset)],
  ['i1', (view, offset) => view.getInt8(offset)],
  ['u1', (view, offset) => view.getUint8(offset)],
  ['i2', (view, offset, little) => view.getInt16(offset, little)],
  ['u2', (view, offset, little) => view.getUint16(offset, little)],
  ['i4', (view, offset, little) => view.getInt32(offset, little)],
  ['u4', (view, offset, little) => view.getUint32(offset, little)],
  [
    'i8',
    (view, offset, little) => wide(view, offset, little, view.getInt32(offset + (little ? 4 : 0), little)),
  ],
  [
    'u8',
    (view, offset, little) => wide(view, offset, little, view.getUint32(offset + (little ? 4 : 0), little)),
  ],
]);

/** Reads the content of a `.npy` file that holds a matrix of integers, in C or Fortran order. */
export function parseNpy(path: string, bytes: Buffer): IntegerMatrix {
  const { header, start } = readHeader(path, bytes);
  const { type, little } = parseType(path, header);
  const read = readers.get(type);
  if (read === undefined) throw fileError(path, `: found values of the type '${type}'; expected integers`);
  const size = Number(type.slice(1));
  const [rows, columns] = parseShape(path, header);
  const found = bytes.length - start;
  if (found !== rows * columns * size) {
    const expected = `${rows * columns * size}, for ${rows} × ${columns} values of ${size} bytes`;
    throw fileError(path, `: found ${found} bytes of values; expected ${expected}`);
  }
  const fortran = /'fortran_order':\s*True/.test(header);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, found);
  const at = fortran
    ? (row: number, column: number) => read(view, (column * rows + row) * size, little)
    : (row: number, column: number) => read(view, (row * columns + column) * size, little);
  return { rows, columns, at };
}

/** The value of 64 bits of which these are the upper half: exact up to 2^53, which no label position exceeds. */
function wide(view: DataView, offset: number, little: boolean, upper: number): number {
  return upper * 0x1_0000_0000 + view.getUint32(offset + (little ? 0 : 4), little);
}

function readHeader(path: string, bytes: Buffer): { readonly header: string; readonly start: number } {
  const version = bytes[6];
  const magic = bytes.length > 12 && bytes.toString('latin1', 0, 6) === '\x93NUMPY';
  if (!magic || !(version >= 1 && version <= 3)) {
    throw fileError(path, ': not a NumPy file; expected an array saved by numpy.save');
  }
  const from = version === 1 ? 10 : 12;
  const start = from + (version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  return { header: bytes.toString('utf8', from, start), start };
}

function parseType(path: string, header: string): { readonly type: string; readonly little: boolean } {
  const descr = header.match(/'descr':\s*'([<>|=]?)([^']+)'/);
  if (descr === null)
    throw fileError(path, `: found the header ${header.trim()}; expected a plain type in 'descr'`);
  return { type: descr[2], little: descr[1] !== '>' };
}

function parseShape(path: string, header: string): readonly [number, number] {
  const shape = header.match(/'shape':\s*\(([^)]*)\)/)?.[1] ?? '';
  const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  if (sizes.length === 2) return [sizes[0], sizes[1]];
  throw fileError(path, `: found an array of shape (${shape}); expected two dimensions, records × functions`);
}
