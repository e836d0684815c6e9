import type {
  ArrayStatistics,
  ArrayValue,
  ArtifactTable,
  Hdf5Details,
  Hdf5Listing,
  Sheet,
} from '../../../../shared/model/artifact-content.ts';
import type { Cell } from '../../../../shared/model/dataset.ts';
import type { WorkContext } from '../../../ports/data-engine.ts';
import type { FilePart } from '../../../ports/file-part.ts';
import type { GridWindow } from './read-array.ts';

/** A file that is looked at. */
export interface LookedAt {
  /** Under which it was logged, for what is said of it. */
  readonly path: string;
  readonly part: FilePart;
}

/** A table of a format that we read ourselves. */
export interface IndexedFile extends LookedAt {
  readonly format: 'arrow' | 'workbook';
  /** Files of linked sources may change. */
  readonly modifiedAtMs: number;
  /** Of a workbook; null for its first one. */
  readonly sheet: string | null;
}

interface InHdf5 extends LookedAt {
  readonly object: string;
}

/** What the artifact worker is asked: whatever takes a while or a lot of memory, and may be made to take more. */
export interface ArtifactMethods {
  openTable(
    file: IndexedFile,
    context?: WorkContext,
  ): Promise<Pick<ArtifactTable, 'columns' | 'rowCount' | 'warnings'>>;
  tableRows(
    request: IndexedFile & { offset: number; limit: number },
    context?: WorkContext,
  ): Promise<Cell[][]>;
  sheets(request: LookedAt, context?: WorkContext): Promise<Sheet[]>;
  hdf5Objects(request: LookedAt, context?: WorkContext): Promise<Hdf5Listing>;
  hdf5Object(request: InHdf5, context?: WorkContext): Promise<Hdf5Details>;
  hdf5Statistics(request: InHdf5, context?: WorkContext): Promise<ArrayStatistics | null>;
  hdf5Rows(request: InHdf5 & GridWindow, context?: WorkContext): Promise<ArrayValue[][]>;
}
