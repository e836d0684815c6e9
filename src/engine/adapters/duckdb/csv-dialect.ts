import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { CsvDialect } from './reader-record.ts';
import { literal, literals, pathLiteral } from './sql-text.ts';

export interface SniffedCsv {
  readonly dialect: CsvDialect;
  readonly columns: readonly { name: string; type: string }[];
}

/** No BOOLEAN: DuckDB would make true out of Yes, and the label a user knows would be gone. */
const typeCandidates = ['NULL', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'VARCHAR'];

const delimiters = [',', ';', '\t', '|'];

const sniffRow = z.object({
  Delimiter: z.string(),
  Quote: z.string(),
  Escape: z.string(),
  Comment: z.string(),
  SkipRows: z.coerce.number(),
  HasHeader: z.boolean(),
  Columns: z.array(z.object({ name: z.string(), type: z.string() })),
  DateFormat: z.string().nullable(),
  TimestampFormat: z.string().nullable(),
});

const orDefault = (value: string, fallback: string): string =>
  value === '(empty)' || value === '' || value === '\0' ? fallback : value;

/** What is read without being told. Told, DuckDB 1.5 takes the `infinity` that PostgreSQL writes for 1900-01-01. */
const isoFormats: readonly (string | null)[] = ['%Y-%m-%d', '%Y-%m-%d %H:%M:%S'];
const unlessIso = (format: string | null): string | null => (isoFormats.includes(format) ? null : format);

// Skipped lines and comments are never guessed: DuckDB would take the rows above a ragged one for a preamble and drop them.
const sniff = async (connection: DuckDBConnection, path: string, options: string): Promise<SniffedCsv> => {
  const reader = await connection.runAndReadAll(
    `FROM sniff_csv(${pathLiteral(path)}, auto_type_candidates = [${literals(typeCandidates)}], compression = 'none', skip = 0, comment = ''${options})`,
  );
  const row = sniffRow.parse(reader.getRowObjectsJson()[0]);
  return {
    dialect: {
      delimiter: row.Delimiter,
      // The sample may hold no quote while a later line does.
      quote: orDefault(row.Quote, '"'),
      escape: orDefault(row.Escape, '"'),
      comment: orDefault(row.Comment, ''),
      header: row.HasHeader,
      skip: row.SkipRows,
      dateFormat: unlessIso(row.DateFormat),
      timestampFormat: unlessIso(row.TimestampFormat),
      maxLineBytes: null,
    },
    columns: row.Columns,
  };
};

const firstLine = async (path: string): Promise<string> => {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 20), 0, 1 << 20, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .split(/\r\n|\n|\r/, 1)[0]!;
  } finally {
    await handle.close();
  }
};

const likeliestDelimiter = (line: string): string | null => {
  const unquoted = line.replaceAll(/"[^"]*"/g, '');
  const counts = delimiters.map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length - 1 }));
  const best = counts.reduce((most, next) => (next.count > most.count ? next : most));
  return best.count === 0 ? null : best.delimiter;
};

const uniqueNames = (texts: readonly string[]): string[] => {
  const taken = new Set<string>();
  return texts.map((text, index) => {
    const wanted = text.trim() === '' ? `column${index}` : text.trim();
    let name = wanted;
    for (let suffix = 1; taken.has(name.toLowerCase()); suffix += 1) name = `${wanted}_${suffix}`;
    taken.add(name.toLowerCase());
    return name;
  });
};

/** For a file that no dialect fits: what its first line says. Reading it by this names the line that does not fit. */
const plainDialect = (delimiter: string, header: string): SniffedCsv => {
  const field = new RegExp(`(?:^|\\${delimiter})(?:"((?:[^"]|"")*)"|([^\\${delimiter}]*))`, 'g');
  const texts = [...header.matchAll(field)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
  return {
    dialect: {
      delimiter,
      quote: '"',
      escape: '"',
      comment: '',
      header: true,
      skip: 0,
      dateFormat: null,
      timestampFormat: null,
      maxLineBytes: null,
    },
    columns: uniqueNames(texts).map((name) => ({ name, type: 'VARCHAR' })),
  };
};

/** Larger than any sensible line; DuckDB refuses lines over 2 MB unless told. */
const longLineBytes = 64 * 2 ** 20;

/**
 * Finds delimiter, quotes, header and the types of the first rows. DuckDB's sniffer, asked again in a lenient way where it finds a
 * ragged file to be one column: the strict reading that follows then names the line.
 */
export const findDialect = async (
  connection: DuckDBConnection,
  path: string,
  forcedDelimiter: string | null,
): Promise<SniffedCsv> => {
  const forced = forcedDelimiter === null ? '' : `, delim = ${literal(forcedDelimiter)}`;
  const strict = await sniff(connection, path, forced).catch(() => null);
  if (strict !== null && strict.columns.length > 1) return strict;

  const likely = forcedDelimiter ?? likeliestDelimiter(await firstLine(path));
  if (strict !== null && likely === null) return strict;
  const delimiter = likely === null ? '' : `, delim = ${literal(likely)}`;
  const lenient = `${delimiter}, strict_mode = false, null_padding = true, header = true`;
  const padded = await sniff(connection, path, lenient).catch(() => null);
  if (padded !== null) return padded;
  const long = await sniff(connection, path, `${delimiter}, max_line_size = ${longLineBytes}`).catch(
    () => null,
  );
  if (long !== null) return { ...long, dialect: { ...long.dialect, maxLineBytes: longLineBytes } };
  return plainDialect(likely ?? ',', await firstLine(path));
};
