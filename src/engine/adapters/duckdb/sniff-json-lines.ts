import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { EngineError } from '../../../shared/errors.ts';
import { dataTypeOf, isNested } from './data-types.ts';
import { jsonLinesScan } from './relation.ts';
import type { SniffedContent, SniffRequest } from './sniff-csv.ts';
import { pathLiteral } from './sql-text.ts';
import type { Encoding } from './text-encoding.ts';
import { correctedColumn, correctionOf, type FoundColumn, refuseUnknownColumns } from './type-corrections.ts';

const problemOf = (line: string): string | null => {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? null
      : 'is not a JSON object';
  } catch (error) {
    return `is not valid JSON (${(error as Error).message})`;
  }
};

/** The error for the first line that is no JSON object, if there is one. DuckDB counts lines from the start of a buffer only. */
export const brokenLine = async (path: string, shownPath: string): Promise<EngineError | null> => {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const problem = problemOf(line);
    if (problem !== null) {
      return new EngineError('data-malformed', `${basename(shownPath)}: line ${number} ${problem}.`, {
        details: { path: shownPath, line: number },
      });
    }
  }
  return null;
};

const lineOfRecord =
  (path: string) =>
  async (record: number): Promise<number | null> => {
    let number = 0;
    let records = 0;
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() === '') continue;
      if (records === record) return number;
      records += 1;
    }
    return null;
  };

const describe = async ({
  connection,
  path,
  shownPath,
}: SniffRequest): Promise<{ name: string; native: string }[]> => {
  try {
    const reader = await connection.runAndReadAll(
      `DESCRIBE FROM read_json(${pathLiteral(path)}, format = 'newline_delimited', compression = 'uncompressed', hive_partitioning = false, sample_size = -1, maximum_object_size = 67108864, map_inference_threshold = -1)`,
    );
    return reader
      .getRowsJson()
      .map(([name, type]) => ({ name: String(name), native: nativeType(String(type)) }));
  } catch (error) {
    throw (await brokenLine(path, shownPath)) ?? error;
  }
};

/** Nested values are taken as their JSON text, whatever lies in them; so are columns of mixed types. */
const nativeType = (type: string): string =>
  isNested(type) || type === 'UUID' || type === 'TIME' ? 'JSON' : type;

export const sniffJsonLines = async (
  request: SniffRequest & { encoding: Encoding },
): Promise<SniffedContent> => {
  const { connection, path, shownPath, corrections, encoding } = request;
  const found = await describe(request);
  // What is no object has no columns; DuckDB then makes one, called json.
  if (found.length === 1 && found[0]?.name === 'json') {
    const broken = await brokenLine(path, shownPath);
    if (broken !== null) throw broken;
  }
  const names = found.map(({ name }) => name);
  refuseUnknownColumns(shownPath, names, corrections);
  const scan = (types: readonly { name: string; native: string }[]) =>
    jsonLinesScan(
      path,
      types.map(({ name, native }) => [name, native] as const),
    );

  const counted = await connection
    .runAndReadAll(`SELECT count(*) FROM ${scan(found)}`)
    .catch(async (error) => {
      throw (await brokenLine(path, shownPath)) ?? error;
    });
  const rowCount = Number(counted.getRows()[0]![0]);
  if (rowCount === 0) {
    throw new EngineError('data-malformed', `${basename(shownPath)} has no rows.`, {
      details: { path: shownPath },
    });
  }

  const columns: FoundColumn[] = [];
  for (const { name, native } of found) {
    const type = correctionOf(corrections, name);
    const asText = found.map((column) => (column.name === name ? { name, native: 'VARCHAR' } : column));
    columns.push(
      type === undefined
        ? {
            name,
            type: dataTypeOf(native),
            storageType: native,
            isCorrected: false,
            reading: { native, fromText: null },
          }
        : await correctedColumn(
            {
              connection,
              path: shownPath,
              from: scan(asText),
              native: 'VARCHAR',
              numberFormats: [null],
              lineOf: lineOfRecord(path),
            },
            name,
            type,
          ),
    );
  }
  return {
    columns,
    reader: { kind: 'jsonl', encoding, columns: columns.map(({ reading }) => reading) },
    rowCount,
    warnings: nestedWarnings(columns),
  };
};

export const nestedWarnings = (columns: readonly FoundColumn[]): string[] => {
  const nested = columns.filter(({ type, reading }) => type === 'text' && isNested(reading.native));
  if (nested.length === 0) return [];
  const names = nested.slice(0, 10).map(({ name }) => name);
  return [
    `Nested or mixed values are kept as JSON text: ${names.join(', ')}${nested.length > 10 ? ' …' : ''}.`,
  ];
};
