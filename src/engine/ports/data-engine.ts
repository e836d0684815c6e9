import type {
  Cell,
  DataFormat,
  DatasetColumn,
  DatasetProfile,
  DataType,
} from '../../shared/model/dataset.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { Table } from '../core/table.ts';

/** How a file is read: fixed when it is added, so that every later read gives the same rows and types. */
export interface DataSource {
  /** Absolute path. */
  readonly path: string;
  readonly format: DataFormat;
  readonly columns: readonly DatasetColumn[];
  /** Delimiter, quote, encoding … as the adapter recorded them when it first read the file; opaque to everybody else. */
  readonly reader: Readonly<Record<string, unknown>>;
}

export interface SniffedFile extends DataSource {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly rowCount: number;
  readonly warnings: readonly string[];
}

/** A text table that is looked at without being read whole. */
export interface TextTableFile {
  readonly path: string;
  readonly format: 'csv' | 'tsv' | 'jsonl';
}

export interface TextTable {
  /** By the head of the file, which later rows need not keep to. */
  readonly columns: readonly { readonly name: string; readonly type: 'number' | 'text' }[];
  /** Rows known of so far: all of them where `isCounted`. */
  readonly rowCount: number;
  readonly isCounted: boolean;
}

export interface WorkContext {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** A column to load, and whether the learner wants it as numbers or as categories. */
export interface WantedColumn {
  readonly name: string;
  /** Numbers: doubles, booleans as 0 and 1, dates as days since 1970. Categories: text. */
  readonly as: 'number' | 'category';
}

/**
 * Reads data files: DuckDB behind it. In the engine it is a process of its own (a crash there costs one call); in a job worker
 * it is in-process. Errors: `not-found`, `data-malformed` (with line and column where known), `invalid-input`, `cancelled`.
 */
export interface DataEngine {
  /** Finds format, encoding, columns and types of a file and counts its rows, by reading it once. */
  sniff(
    request: {
      path: string;
      types?: Readonly<Record<string, DataType>> | undefined;
      /** For a file whose name has no telling ending. */
      format?: DataFormat | undefined;
    },
    context?: WorkContext,
  ): Promise<SniffedFile>;
  /** SHA-256 of a file's bytes, lower-case hexadecimal. */
  digest(path: string, context?: WorkContext): Promise<string>;
  rows(
    request: {
      source: DataSource;
      offset: number;
      limit: number;
      orderBy?: { column: string; descending: boolean } | undefined;
    },
    context?: WorkContext,
  ): Promise<Cell[][]>;
  profile(source: DataSource, context?: WorkContext): Promise<DatasetProfile>;
  /** Opens a text table of any size by its head, in a moment. Rows that do not fit it are shown all the same. */
  openTextTable(request: TextTableFile, context?: WorkContext): Promise<TextTable>;
  /** Counts the rows of a text table by reading it once. */
  countTextRows(request: TextTableFile, context?: WorkContext): Promise<number>;
  /** A window of rows as the texts that stand in the file. Reads as far as it was not read before, then only the window. */
  textRows(
    request: TextTableFile & { offset: number; limit: number },
    context?: WorkContext,
  ): Promise<Cell[][]>;
  /** Makes a Parquet file of JSON Lines whose objects have these columns. A number may be the text NaN, Infinity or -Infinity. */
  writeParquet(
    request: {
      jsonLines: string;
      columns: readonly { name: string; type: DataType }[];
      out: string;
    },
    context?: WorkContext,
  ): Promise<void>;
}

/** What a job worker can do besides, with the data in its own memory. */
export interface TableReader extends DataEngine, ParquetRows {
  /** Rows in file order. Values that are not of the wanted kind are missing (and counted in the log), never an error. */
  loadTable(
    request: { source: DataSource; columns: readonly WantedColumn[] },
    context?: WorkContext,
  ): Promise<Table>;
  /** Reads in chunks of at most `chunkRows` rows, in file order, for work that must not hold a file in memory. */
  chunks(
    request: { source: DataSource; columns: readonly string[]; chunkRows: number },
    context?: WorkContext,
  ): AsyncIterable<{ offset: number; rows: Cell[][] }>;
}

export interface ParquetRows {
  /**
   * Rows of Parquet files that have these columns, file by file in their order, in bounded memory: a few thousand at a time, each column as
   * an array. Errors also: `data-malformed` when a column is missing.
   */
  parquetRows(request: ParquetRequest, context?: WorkContext): AsyncIterable<ParquetValues[]>;
}

export interface ParquetRequest {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly columns: readonly ParquetColumn[];
  /** Only rows whose column holds one of the texts, or none of them. */
  readonly where?:
    | { readonly column: string; readonly texts: readonly string[]; readonly isNoneOf?: boolean }
    | undefined;
}

export interface ParquetColumn {
  /** Of a field of a nested column, `column.field`. */
  readonly name: string;
  /** Numbers are doubles, times milliseconds since 1970; nested values are told as JSON. */
  readonly as: 'text' | 'number' | 'milliseconds' | 'json';
}

/** Of one column: texts or numbers, null where there is none. */
export type ParquetValues = readonly (string | number | null)[];
