// The library ships without types of its own.
declare module 'lz4js' {
  /** Decompresses frames. */
  export function decompress(content: Uint8Array): Uint8Array;
}
