import { z } from 'zod';
import { EngineError } from '../../../shared/errors.ts';
import type { DataSource } from '../../ports/data-engine.ts';
import { encodings } from './text-encoding.ts';

/**
 * How one column comes out of the file. `native` is the DuckDB type the reader parses; with `fromText` the reader takes the
 * text as it stands and `conversion` says what becomes of it.
 */
const columnReading = z.object({
  native: z.string(),
  fromText: z
    .object({
      /** Words such as NA that stand for a missing value. */
      missingWords: z.boolean(),
      /** strptime format of a date, null for ISO 8601; of a number, what stands before its fraction unless it is a point. */
      format: z.string().nullable(),
    })
    .nullable(),
});
export type ColumnReading = z.infer<typeof columnReading>;

const csvDialect = z.object({
  delimiter: z.string(),
  quote: z.string(),
  escape: z.string(),
  comment: z.string(),
  header: z.boolean(),
  skip: z.number().int(),
  dateFormat: z.string().nullable(),
  timestampFormat: z.string().nullable(),
  maxLineBytes: z.number().int().nullable(),
});
export type CsvDialect = z.infer<typeof csvDialect>;

const readerRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('csv'),
    encoding: z.enum(encodings),
    dialect: csvDialect,
    columns: z.array(columnReading),
  }),
  z.object({ kind: z.literal('jsonl'), encoding: z.enum(encodings), columns: z.array(columnReading) }),
  z.object({ kind: z.literal('parquet'), columns: z.array(columnReading) }),
]);

/** What a data source's `reader` holds: everything that makes a later read give the same rows and types. */
export type ReaderRecord = z.infer<typeof readerRecord>;

export const readerRecordOf = (source: DataSource): ReaderRecord => {
  const parsed = readerRecord.safeParse(source.reader);
  if (!parsed.success || parsed.data.columns.length !== source.columns.length) {
    throw new EngineError('internal', `The record of how ${source.path} is read is damaged.`, {
      details: { path: source.path },
    });
  }
  return parsed.data;
};
