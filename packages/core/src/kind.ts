const KIND = Symbol.for('labelwright.kind');

/**
 * Lets `instanceof` hold for objects of another copy of this package: a program may hold two, and a matrix that one of
 * them made is none the less a matrix to the other.
 */
export function shareKind(type: { readonly prototype: object }, kind: string): void {
  Object.defineProperty(type.prototype, KIND, { value: kind });
  Object.defineProperty(type, Symbol.hasInstance, {
    value: (value: { readonly [KIND]?: unknown } | null | undefined) => value?.[KIND] === kind,
  });
}
