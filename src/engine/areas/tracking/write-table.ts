import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { finished } from 'node:stream/promises';
import type { TableFormat } from '../../../shared/contract/run-exports.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { CallContext } from '../../ports/call.ts';
import type { DataEngine } from '../../ports/data-engine.ts';
import { csvLine, jsonLine, type TableCell, type TableColumn } from './table-cells.ts';

export interface TableToWrite {
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  readonly cellsOf: (row: number) => readonly TableCell[];
  readonly format: TableFormat;
  readonly out: string;
  readonly overwrite: boolean;
}

/** After so many rows others are answered, and the disk is waited for. */
const rowsAtOnce = 2000;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Writes a table; the file appears under its name only when it is whole. Parquet is made of JSON Lines by the reader of data files.
 * Errors: `invalid-input` for a relative path, `not-found` without its folder, `already-exists`.
 */
export const writeTable = async (
  table: TableToWrite,
  { data, context }: { data: Pick<DataEngine, 'writeParquet'>; context: CallContext },
): Promise<{ sizeBytes: number }> => {
  const { out, format, overwrite, columns } = table;
  if (!isAbsolute(out)) throw new EngineError('invalid-input', `“${out}” is no whole path of a file.`);
  if (!(await exists(dirname(out))))
    throw new EngineError('not-found', `There is no folder ${dirname(out)}. Make it, or choose another.`);
  if (!overwrite && (await exists(out)))
    throw new EngineError('already-exists', `${out} exists already. Choose another name, or overwrite it.`);
  const unfinished = `${out}.unfinished-${process.pid}`;
  const lines = format === 'parquet' ? `${unfinished}.jsonl` : unfinished;
  try {
    await writeLines(lines, table, context);
    if (format === 'parquet') {
      context.progress({ phase: 'Writing Parquet' });
      await data.writeParquet({ jsonLines: lines, columns, out: unfinished }, { signal: context.signal });
    }
    await rename(unfinished, out);
    return { sizeBytes: (await stat(out)).size };
  } finally {
    await rm(unfinished, { force: true });
    await rm(lines, { force: true });
  }
};

const writeLines = async (
  path: string,
  { columns, rowCount, cellsOf, format }: TableToWrite,
  { signal, progress }: CallContext,
): Promise<void> => {
  const names = columns.map(({ name }) => name);
  const file = createWriteStream(path);
  const done = finished(file);
  // Told below, where it is waited for.
  done.catch(() => {});
  const lineOf = (row: number) => (format === 'csv' ? csvLine(cellsOf(row)) : jsonLine(names, cellsOf(row)));
  if (format === 'csv') file.write(csvLine(names));
  for (let from = 0; from < rowCount && !file.destroyed; from += rowsAtOnce) {
    if (signal.aborted) {
      file.destroy();
      throw new EngineError('cancelled', 'Cancelled.');
    }
    const to = Math.min(rowCount, from + rowsAtOnce);
    const text = Array.from({ length: to - from }, (_, index) => lineOf(from + index)).join('');
    if (!file.write(text)) await Promise.race([once(file, 'drain'), done]);
    progress({ phase: 'Writing rows', completed: to, total: rowCount });
    await new Promise((resolve) => setImmediate(resolve));
  }
  file.end();
  await done;
};
