/** Bytes that are read in parts: a file, a part of one, or something in memory. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** `length` bytes from `offset` on, fewer where the source ends before. */
  read(offset: number, length: number): Promise<Uint8Array>;
}
