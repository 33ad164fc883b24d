import math from 'mathjs/lib/browser/math.js';

/**
 * The inverse of a square matrix, row-major; `undefined` where it has none, or none that can be told from noise.
 *
 * @example
 * ```ts import.meta.vitest
 * invert(Float64Array.of(4), 1)?.[0]; // => 0.25
 * invert(Float64Array.of(1, 1, 1, 1), 2); // => undefined
 * ```
 */
export function invert(matrix: Float64Array, size: number): Float64Array | undefined {
  if (size === 0) return new Float64Array();
  const rows = Array.from({ length: size }, (_, row) =>
    Array.from(matrix.subarray(row * size, (row + 1) * size)),
  );
  try {
    const inverse = Float64Array.from(math.inv(rows).flat());
    return inverse.every(Number.isFinite) ? inverse : undefined;
  } catch {
    // mathjs throws where a pivot is exactly 0.
    return undefined;
  }
}

/** A square matrix times a vector. */
export function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const product = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++)
      product[row] += matrix[row * size + column] * vector[column];
  }
  return product;
}

/** The sum of the products of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n] * b[n];
  return sum;
}
