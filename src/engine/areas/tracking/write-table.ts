import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TableFormat } from '../../../shared/contract/run-exports.ts';
import type { CallContext } from '../../ports/call.ts';
import type { DataEngine } from '../../ports/data-engine.ts';
import type { UnfinishedFiles } from '../../ports/project-services.ts';
import { distinctNames } from './distinct-names.ts';
import { csvLine, jsonLine } from './table-cells.ts';
import { pagesOf, type TableToWrite } from './table-pages.ts';
import { writeNewFile } from './write-new-file.ts';
import { writeWorkbook } from './write-workbook.ts';

export interface WrittenTable {
  readonly sizeBytes: number;
  /** What of the table the file does not hold as it is, in sentences. */
  readonly notes: readonly string[];
}

/** Writes a table. Parquet is made of JSON Lines by the reader of data files. Errors: those of `writeNewFile`, `cancelled`. */
export const writeTable = async (
  {
    format,
    out,
    overwrite,
    ...table
  }: TableToWrite & { format: TableFormat; out: string; overwrite: boolean },
  {
    data,
    unfinished: files,
    context,
  }: { data: Pick<DataEngine, 'writeParquet'>; unfinished: UnfinishedFiles; context: CallContext },
): Promise<WrittenTable> => {
  const notes: string[] = [];
  const { sizeBytes } = await writeNewFile({ out, overwrite, unfinished: files }, async (unfinished) => {
    switch (format) {
      case 'csv':
        return writeText(unfinished, csvLines(table, context));
      case 'jsonl':
        return writeText(unfinished, jsonLines(table, context));
      case 'xlsx':
        notes.push(...(await writeWorkbook(unfinished, table, context)));
        return;
      case 'parquet': {
        const lines = `${unfinished}.jsonl`;
        // The writer, like many readers, takes names that differ only in case for one.
        const names = distinctNames(table.columns.map(({ name }) => name));
        const columns = table.columns.map((column, index) => ({ ...column, name: names[index] ?? '' }));
        try {
          await writeText(lines, jsonLines({ ...table, columns }, context));
          context.progress({ phase: 'Writing Parquet' });
          await data.writeParquet({ jsonLines: lines, columns, out: unfinished }, { signal: context.signal });
          notes.push(...renamed(table.columns, names));
        } finally {
          await rm(lines, { force: true });
        }
      }
    }
  });
  return { sizeBytes, notes };
};

const renamed = (columns: readonly { name: string }[], names: readonly string[]): string[] =>
  columns.flatMap(({ name }, index) =>
    names[index] === name
      ? []
      : [
          `“${name}” is called “${names[index]}” in the file, because another column differs from it only in case.`,
        ],
  );

/** The next text is asked for only when the disk keeps up. */
const writeText = (path: string, texts: AsyncIterable<string>): Promise<void> =>
  pipeline(Readable.from(texts), createWriteStream(path));

async function* csvLines(table: TableToWrite, context: CallContext): AsyncGenerator<string> {
  yield csvLine(table.columns.map(({ name }) => name));
  for await (const { rows } of pagesOf(table, context)) yield rows.map(csvLine).join('');
}

async function* jsonLines(table: TableToWrite, context: CallContext): AsyncGenerator<string> {
  const names = table.columns.map(({ name }) => name);
  for await (const { rows } of pagesOf(table, context))
    yield rows.map((cells) => jsonLine(names, cells)).join('');
}
