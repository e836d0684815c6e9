import { basename, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from '../../../shared/errors.ts';
import type { Cell } from '../../../shared/model/dataset.ts';
import type { DataSource, SniffedFile, TableReader, WorkContext } from '../../ports/data-engine.ts';
import type { Logger } from '../../ports/surroundings.ts';
import { cellExpression, cellRows } from './cells.ts';
import { fileDigest } from './file-digest.ts';
import { fileFacts, formatOf } from './file-facts.ts';
import { handedOver } from './handed-over.ts';
import { loadTable } from './load-table.ts';
import { createPages } from './pages.ts';
import { readParquetRows } from './parquet-rows.ts';
import { makePrivateFolder } from './private-folder.ts';
import { profileRelation } from './profile/profile-relation.ts';
import { readError } from './read-error.ts';
import { createReadablePaths } from './readable-path.ts';
import { readerRecordOf } from './reader-record.ts';
import { fileRelation } from './relation.ts';
import { readWindow } from './row-window.ts';
import { createSession } from './session.ts';
import { sniffCsv } from './sniff-csv.ts';
import { sniffJsonLines } from './sniff-json-lines.ts';
import { sniffParquet } from './sniff-parquet.ts';
import { findEncoding } from './text-encoding.ts';
import { createTextTables } from './text-tables.ts';
import { writeParquet } from './write-parquet.ts';

type SniffFileRequest = Parameters<TableReader['sniff']>[0];

export interface DuckDbTableReader extends TableReader {
  /** Closes the database and removes its private folder; the next call would open another. */
  close(): void;
}

/** Reads data files with DuckDB, in this process. Nothing is opened before the first call. */
export const createDuckDbTableReader = ({
  logger,
  temporaryFolder,
}: {
  logger?: Logger | undefined;
  /** Where the private folder is made; default: the system's. */
  temporaryFolder?: string | undefined;
} = {}): DuckDbTableReader => {
  let privateFolder: ReturnType<typeof makePrivateFolder> | undefined;
  const folder = (): string => {
    privateFolder ??= makePrivateFolder(temporaryFolder);
    return privateFolder.path;
  };
  const session = createSession({ folder });
  const readablePath = createReadablePaths({ folder });
  const pages = createPages();
  const textTables = createTextTables();

  const reading = async <Result>(path: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw readError(path, error);
    }
  };

  /** Runs work on a source with a connection, and with the path its bytes are to be read from. */
  const withSource = <Result>(
    source: DataSource,
    context: WorkContext,
    phase: string,
    work: (connection: DuckDBConnection, path: string) => Promise<Result>,
  ): Promise<Result> =>
    reading(source.path, async () => {
      await fileFacts(source.path);
      const record = readerRecordOf(source);
      const encoding = record.kind === 'parquet' ? 'utf-8' : record.encoding;
      const path = await readablePath(source.path, encoding, context.signal);
      return session.use(context, phase, (connection) => work(connection, path));
    });

  const sniff = async (request: SniffFileRequest, context: WorkContext) => {
    const path = resolve(request.path);
    const facts = await fileFacts(path);
    const format = request.format ?? (await formatOf(path));
    const found =
      format === 'parquet'
        ? ({ encoding: 'utf-8', warning: null } as const)
        : await findEncoding(path, context.signal);
    const readable = await readablePath(path, found.encoding, context.signal);
    const { encoding, warning } = found;
    const content = await session.use(context, `Reading ${basename(path)}`, (connection) => {
      const common = {
        connection,
        path: readable,
        shownPath: path,
        corrections: request.types ?? {},
        encoding,
      };
      if (format === 'parquet') return sniffParquet(common);
      if (format === 'jsonl') return sniffJsonLines(common);
      return sniffCsv({ ...common, delimiter: format === 'tsv' ? '\t' : null });
    });
    return {
      path,
      format,
      ...facts,
      columns: content.columns.map(({ name, type, storageType, isCorrected }) => ({
        name,
        type,
        storageType,
        isCorrected,
      })),
      reader: content.reader,
      rowCount: content.rowCount,
      warnings: [...(warning === null ? [] : [warning]), ...content.warnings],
    } satisfies SniffedFile;
  };

  return {
    sniff: (request, context = {}) => reading(resolve(request.path), () => sniff(request, context)),

    digest: (path, context = {}) => fileDigest(resolve(path), context),

    rows: (request, context = {}) =>
      withSource(request.source, context, `Reading ${basename(request.source.path)}`, (connection, path) =>
        readWindow({ connection, path, pages }, request),
      ),

    profile: (source, context = {}) => {
      const phase = `Profiling ${basename(source.path)}`;
      return withSource(source, context, phase, async (connection, path) => {
        const startedAt = performance.now();
        const relation = (await pages.relationOf(connection, source, path)) ?? fileRelation(source, path);
        const content = await session.use({ signal: context.signal }, phase, (other) =>
          profileRelation([connection, other], relation, context, phase),
        );
        return {
          ...content,
          computedAtMs: Date.now(),
          durationMs: Math.round(performance.now() - startedAt),
        };
      });
    },

    openTextTable: (request, context = {}) => reading(request.path, () => textTables.open(request, context)),

    countTextRows: (request, context = {}) =>
      reading(request.path, () => textTables.countRows(request, context)),

    textRows: (request, context = {}) => reading(request.path, () => textTables.rows(request, context)),

    writeParquet: (request, context = {}) =>
      session.use(context, `Writing ${basename(request.out)}`, (connection) =>
        writeParquet(connection, request),
      ),

    loadTable: ({ source, columns }, context = {}) => {
      const phase = `Loading ${basename(source.path)}`;
      return withSource(source, context, phase, async (connection, path) => {
        const relation = fileRelation(source, path);
        const { table, unreadable } = await loadTable({
          connection,
          relation,
          wanted: columns,
          context,
          phase,
        });
        for (const [column, count] of unreadable) {
          if (count > 0)
            logger?.warn(`${count} values of ${column} are no numbers and count as missing.`, {
              column,
              count,
            });
        }
        return table;
      });
    },

    chunks: (request, context = {}) => readChunks(request, context),

    parquetRows: (request, context = {}) => readParquetRows(session, request, context),

    close() {
      session.close();
      privateFolder?.remove();
      privateFolder = undefined;
    },
  };

  async function* readChunks(
    { source, columns, chunkRows }: { source: DataSource; columns: readonly string[]; chunkRows: number },
    context: WorkContext,
  ): AsyncGenerator<{ offset: number; rows: Cell[][] }> {
    if (!Number.isInteger(chunkRows) || chunkRows < 1) {
      throw new EngineError(
        'invalid-input',
        `chunkRows must be a whole number of at least 1, not ${chunkRows}.`,
      );
    }
    yield* handedOver((emit) =>
      withSource(source, context, `Reading ${basename(source.path)}`, async (connection, path) => {
        const relation = fileRelation(source, path);
        const selected = columns.map(
          (name, index) => `${cellExpression(relation.column(name))} AS c${index}`,
        );
        const result = await connection.stream(`SELECT ${selected.join(', ')} FROM ${relation.from}`);
        let offset = 0;
        let waiting: Cell[][] = [];
        for await (const rows of cellRows(result)) {
          waiting = waiting.concat(rows);
          while (waiting.length >= chunkRows) {
            const full = waiting.slice(0, chunkRows);
            waiting = waiting.slice(chunkRows);
            await emit({ offset, rows: full });
            offset += full.length;
          }
        }
        if (waiting.length > 0) await emit({ offset, rows: waiting });
      }),
    );
  }
};
