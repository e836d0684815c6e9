import { basename } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import { dataTypeOf } from './data-types.ts';
import { parquetScan } from './relation.ts';
import type { SniffedContent, SniffRequest } from './sniff-csv.ts';
import { nestedWarnings } from './sniff-json-lines.ts';
import { correctedColumn, correctionOf, type FoundColumn, refuseUnknownColumns } from './type-corrections.ts';

const damaged = (shownPath: string, error: unknown): EngineError =>
  new EngineError(
    'data-malformed',
    `${basename(shownPath)} is not a complete Parquet file: ${(error as Error).message.split('\n', 1)[0]}`,
    { details: { path: shownPath }, cause: error },
  );

export const sniffParquet = async ({
  connection,
  path,
  shownPath,
  corrections,
}: SniffRequest): Promise<SniffedContent> => {
  const from = parquetScan(path);
  const described = await connection.runAndReadAll(`DESCRIBE FROM ${from}`).catch((error) => {
    throw damaged(shownPath, error);
  });
  const found = described.getRowsJson().map(([name, type]) => ({ name: String(name), native: String(type) }));
  const names = found.map(({ name }) => name);
  refuseUnknownColumns(shownPath, names, corrections);

  const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${from}`);
  const rowCount = Number(counted.getRows()[0]![0]);
  if (rowCount === 0) {
    throw new EngineError('data-malformed', `${basename(shownPath)} has no rows.`, {
      details: { path: shownPath },
    });
  }
  const columns: FoundColumn[] = [];
  for (const { name, native } of found) {
    const type = correctionOf(corrections, name);
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
            { connection, path: shownPath, from, native, numberFormats: [null], lineOf: async () => null },
            name,
            type,
          ),
    );
  }
  return {
    columns,
    reader: { kind: 'parquet', columns: columns.map(({ reading }) => reading) },
    rowCount,
    warnings: nestedWarnings(columns),
  };
};
