import type { ArtifactTable } from '../../../../shared/model/artifact-content.ts';
import type { Cell } from '../../../../shared/model/dataset.ts';
import type { ByteSource } from './byte-source.ts';

/** A table of a format that we read ourselves: once it is known where its rows lie, any window of them is one look. */
export interface IndexedTable {
  readonly columns: ArtifactTable['columns'];
  readonly rowCount: number;
  readonly warnings: readonly string[];
  /** Memory that it takes while it is kept for the next window. */
  readonly heldBytes: number;
  /** `source` is the file it was opened from, which may have been closed in between. */
  rows(source: ByteSource, window: { offset: number; limit: number }): Promise<Cell[][]>;
}
