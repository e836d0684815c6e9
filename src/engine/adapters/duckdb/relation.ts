import { closestName } from '../../../shared/closest-name.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { DataType } from '../../../shared/model/dataset.ts';
import type { DataSource } from '../../ports/data-engine.ts';
import { columnExpression } from './data-types.ts';
import { type CsvDialect, type ReaderRecord, readerRecordOf } from './reader-record.ts';
import { identifier, literal, pathLiteral, structLiteral } from './sql-text.ts';

export interface RelationColumn {
  readonly name: string;
  readonly type: DataType;
  /** SQL over the relation; its DuckDB type follows from `type`, see `columnExpression`. */
  readonly expression: string;
}

/** A data file as SQL: what stands after FROM, and what its columns are called there. */
export interface Relation {
  readonly from: string;
  readonly columns: readonly RelationColumn[];
  column(name: string): RelationColumn;
}

export const csvOptions = (dialect: CsvDialect): string =>
  [
    'auto_detect = false',
    `delim = ${literal(dialect.delimiter)}`,
    `quote = ${literal(dialect.quote)}`,
    `escape = ${literal(dialect.escape)}`,
    `comment = ${literal(dialect.comment)}`,
    `header = ${dialect.header}`,
    `skip = ${dialect.skip}`,
    `compression = 'none'`,
    'hive_partitioning = false',
    ...(dialect.dateFormat === null ? [] : [`dateformat = ${literal(dialect.dateFormat)}`]),
    ...(dialect.timestampFormat === null ? [] : [`timestampformat = ${literal(dialect.timestampFormat)}`]),
    ...(dialect.maxLineBytes === null ? [] : [`max_line_size = ${dialect.maxLineBytes}`]),
  ].join(', ');

export const csvScan = (
  path: string,
  dialect: CsvDialect,
  columns: Iterable<readonly [name: string, type: string]>,
  extra = '',
): string =>
  `read_csv(${pathLiteral(path)}, ${csvOptions(dialect)}, columns = ${structLiteral(columns)}${extra})`;

export const jsonLinesScan = (
  path: string,
  columns: Iterable<readonly [name: string, type: string]>,
): string =>
  `read_json(${pathLiteral(path)}, format = 'newline_delimited', compression = 'uncompressed', hive_partitioning = false, maximum_object_size = 67108864, columns = ${structLiteral(columns)})`;

export const parquetScan = (path: string, extra = ''): string =>
  `read_parquet(${pathLiteral(path)}, hive_partitioning = false${extra})`;

const scanOf = (source: DataSource, path: string, reader: ReaderRecord): string => {
  if (reader.kind === 'parquet') return parquetScan(path);
  const columns = source.columns.map(({ name }, index) => {
    const reading = reader.columns[index]!;
    return [name, reading.native] as const;
  });
  return reader.kind === 'csv' ? csvScan(path, reader.dialect, columns) : jsonLinesScan(path, columns);
};

const noSuchColumn = (path: string, name: string, names: readonly string[]): EngineError => {
  const closest = closestName(name, names);
  const hint = closest === undefined ? '' : ` Did you mean ${closest}?`;
  return new EngineError('invalid-input', `There is no column ${name} in ${path}.${hint}`, {
    details: { column: name, ...(closest === undefined ? {} : { closest }) },
  });
};

const relation = (from: string, columns: readonly RelationColumn[], path: string): Relation => {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return {
    from,
    columns,
    column(name) {
      const found = byName.get(name);
      if (found === undefined) throw noSuchColumn(path, name, [...byName.keys()]);
      return found;
    },
  };
};

/** `path` is where the file is read from: the source's own, or its transcoded copy. */
export const fileRelation = (source: DataSource, path: string): Relation => {
  const reader = readerRecordOf(source);
  const columns = source.columns.map((column, index) => ({
    name: column.name,
    type: column.type,
    expression: columnExpression(column, reader.columns[index]!),
  }));
  return relation(scanOf(source, path, reader), columns, source.path);
};

/** A table into which a file's columns were loaded with their expressions applied. */
export const tableRelation = (source: DataSource, table: string): Relation =>
  relation(
    table,
    source.columns.map(({ name, type }) => ({ name, type, expression: identifier(name) })),
    source.path,
  );
