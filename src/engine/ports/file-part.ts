/** Where in a file the bytes of an artifact are. */
export interface FilePart {
  readonly file: string;
  readonly start: number;
  readonly sizeBytes: number;
}
