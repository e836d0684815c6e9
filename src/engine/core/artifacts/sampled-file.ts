/** What of a file is looked at to tell what it is. */
export interface SampledFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** The first 4 KiB, or the whole of a smaller file. */
  readonly head: Uint8Array;
  /** The last KiB. */
  readonly tail: Uint8Array;
}
