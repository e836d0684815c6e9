import { EngineError } from '../../../../shared/errors.ts';
import type { ArtifactTable } from '../../../../shared/model/artifact-content.ts';
import type { Cell, DataFormat } from '../../../../shared/model/dataset.ts';
import { mediaTypes } from '../../../core/artifacts/media-types.ts';
import type { DataEngine, SniffedFile, TextTableFile, WorkContext } from '../../../ports/data-engine.ts';
import type { FilePart } from '../../../ports/file-part.ts';
import type { IndexedFile } from './artifact-methods.ts';
import type { ArtifactWorker } from './artifact-worker-client.ts';

/** Up to here the types of a text table are found by reading it, so that it can be sorted; larger ones are shown as the texts they are. */
const largestTyped = 64 * 2 ** 20;
const keptReadings = 16;

export interface TableFile {
  readonly part: FilePart;
  /** Files of linked sources may change. */
  readonly modifiedAtMs: number;
  /** Under which it was logged; its ending says the format of what is text. */
  readonly path: string;
  readonly mediaType: string;
  readonly sheet: string | null;
}

type Reading =
  | { readonly kind: 'indexed'; readonly file: IndexedFile }
  | { readonly kind: 'typed'; readonly source: SniffedFile }
  | { readonly kind: 'text'; readonly file: TextTableFile; readonly warning: string | null };

/** Artifacts as tables. How a file is read is found once and kept. */
export const createTableReading = (data: DataEngine, worker: ArtifactWorker) => {
  const readings = new Map<string, Promise<Reading>>();

  const readingOf = async (table: TableFile, context: WorkContext): Promise<Reading> => {
    const key = JSON.stringify(table);
    const known = readings.get(key) ?? findReading(data, table, context);
    readings.delete(key);
    readings.set(key, known);
    known.catch(() => readings.delete(key));
    const [oldest] = readings.keys();
    if (readings.size > keptReadings && oldest !== undefined) readings.delete(oldest);
    try {
      return await known;
    } catch (thrown) {
      // Whoever asked first has given up, and nobody else.
      if (isCancelled(thrown) && context.signal?.aborted !== true) return readingOf(table, context);
      throw thrown;
    }
  };

  return {
    async open(table: TableFile, context: WorkContext): Promise<ArtifactTable> {
      const reading = await readingOf(table, context);
      if (reading.kind === 'typed') {
        const { columns, rowCount, warnings } = reading.source;
        return {
          ...{ rowCount, isCounted: true, isSortable: true },
          columns: columns.map(({ name, type, storageType }) => ({ name, type, storageType })),
          warnings: [...warnings],
        };
      }
      if (reading.kind === 'indexed') {
        const opened = await worker.call('openTable', reading.file, table.path, context);
        return { ...opened, isCounted: true, isSortable: false };
      }
      const { columns, rowCount, isCounted } = await data.openTextTable(reading.file, context);
      return {
        ...{ rowCount, isCounted, isSortable: false },
        columns: columns.map((column) => ({ ...column, storageType: null })),
        warnings: reading.warning === null ? [] : [reading.warning],
      };
    },

    async countRows(table: TableFile, context: WorkContext): Promise<number> {
      const reading = await readingOf(table, context);
      if (reading.kind === 'typed') return reading.source.rowCount;
      if (reading.kind === 'text') return data.countTextRows(reading.file, context);
      return (await worker.call('openTable', reading.file, table.path, context)).rowCount;
    },

    async rows(
      table: TableFile,
      window: {
        offset: number;
        limit: number;
        orderBy?: { column: string; descending: boolean } | undefined;
      },
      context: WorkContext,
    ): Promise<Cell[][]> {
      const reading = await readingOf(table, context);
      if (reading.kind === 'typed') return data.rows({ source: reading.source, ...window }, context);
      if (window.orderBy !== undefined)
        throw new EngineError(
          'invalid-input',
          `${table.path} is shown as it stands and cannot be sorted. Add it as a dataset to sort it.`,
        );
      const { offset, limit } = window;
      if (reading.kind === 'indexed')
        return worker.call('tableRows', { ...reading.file, offset, limit }, table.path, context);
      return data.textRows({ ...reading.file, offset, limit }, context);
    },
  };
};

const isCancelled = (thrown: unknown): boolean =>
  thrown instanceof EngineError && thrown.code === 'cancelled';

const formatOf = (path: string): DataFormat => {
  const ending = /\.([^./]+)$/.exec(path.toLowerCase())?.[1];
  if (ending === 'tsv' || ending === 'tab') return 'tsv';
  if (ending === 'jsonl' || ending === 'ndjson') return 'jsonl';
  return ending === 'csv' ? 'csv' : 'parquet';
};

/** What DuckDB does not read. */
const indexedFormats: Readonly<Record<string, IndexedFile['format']>> = {
  [mediaTypes.arrow]: 'arrow',
  [mediaTypes.workbook]: 'workbook',
};

const findReading = async (
  data: DataEngine,
  { part, path, mediaType, modifiedAtMs, sheet }: TableFile,
  context: WorkContext,
): Promise<Reading> => {
  const indexed = indexedFormats[mediaType];
  if (indexed !== undefined)
    return { kind: 'indexed', file: { format: indexed, path, part, modifiedAtMs, sheet } };
  const { file, sizeBytes } = part;
  const format = formatOf(path);
  if (format === 'parquet')
    return { kind: 'typed', source: await sniffed(data, { file, path }, format, context) };
  const asText = { path: file, format };
  if (sizeBytes > largestTyped) return { kind: 'text', file: asText, warning: null };
  try {
    return { kind: 'typed', source: await sniffed(data, { file, path }, format, context) };
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code !== 'data-malformed') throw thrown;
    return { kind: 'text', file: asText, warning: `${thrown.message} It is shown as it stands.` };
  }
};

/** What is wrong is said of the artifact's name; the stored file's is a digest. */
const sniffed = async (
  data: DataEngine,
  { file, path }: { file: string; path: string },
  format: DataFormat,
  context: WorkContext,
): Promise<SniffedFile> => {
  try {
    return await data.sniff({ path: file, format }, context);
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    const stored = file.split(/[\\/]/).at(-1) ?? file;
    const message = thrown.message.replaceAll(file, path).replaceAll(stored, path);
    throw new EngineError(thrown.code, message, { details: thrown.details, cause: thrown });
  }
};
