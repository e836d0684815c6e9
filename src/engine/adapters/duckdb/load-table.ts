import type { DuckDBConnection } from '@duckdb/node-api';
import type { CategoryColumn, Column, NumberColumn, Table } from '../../core/table.ts';
import type { WantedColumn, WorkContext } from '../../ports/data-engine.ts';
import type { Relation, RelationColumn } from './relation.ts';
import { throwIfCancelled } from './session.ts';
import { identifier } from './sql-text.ts';

interface PlannedColumn {
  readonly name: string;
  readonly as: 'number' | 'category';
  readonly source: RelationColumn;
}

const secondsPerDay = 86_400;

/** A DOUBLE without NULL: NaN is missing. */
const numberOf = ({ type, expression }: RelationColumn): string => {
  const value =
    type === 'text'
      ? `TRY_CAST(${expression} AS DOUBLE)`
      : type === 'date' || type === 'datetime'
        ? `epoch(${expression}) / ${secondsPerDay}.0`
        : `CAST(${expression} AS DOUBLE)`;
  return `coalesce(${value}, CAST('NaN' AS DOUBLE))`;
};

/** A text; whole numbers without a fraction, so that 1.0 in a file and 1 in a request are one category. */
const categoryOf = ({ type, expression }: RelationColumn): string =>
  type === 'number'
    ? `CASE WHEN ${expression} = trunc(${expression}) AND abs(${expression}) < 1e15 THEN CAST(CAST(${expression} AS BIGINT) AS VARCHAR) ELSE CAST(${expression} AS VARCHAR) END`
    : `CAST(${expression} AS VARCHAR)`;

const dictionaryTable = 'dictionary';
const dictionaryType = (index: number): string => `category_${index}`;

/** Every distinct list and every ENUM costs memory of its own, however short it is. */
const columnsAtATime = 100;

/** First pass: how many rows, and the distinct texts of every category column. */
const survey = async (
  connection: DuckDBConnection,
  relation: Relation,
  planned: readonly PlannedColumn[],
): Promise<{ rowCount: number; unreadable: Map<string, number> }> => {
  const texts = planned.filter(({ as, source }) => as === 'number' && source.type === 'text');
  const categories = planned.flatMap((column, index) =>
    column.as === 'category' ? [{ column, index }] : [],
  );
  await connection.run(
    `CREATE TEMP TABLE ${dictionaryTable} AS SELECT ${[
      'count(*) AS row_count',
      ...texts.map(
        ({ source }, index) =>
          `count(${source.expression}) - count(TRY_CAST(${source.expression} AS DOUBLE)) AS unreadable_${index}`,
      ),
      ...categories.map(
        ({ column, index }) => `list(DISTINCT ${categoryOf(column.source)}) AS values_${index}`,
      ),
    ].join(', ')} FROM ${relation.from}`,
  );
  const counts = await connection.runAndReadAll(
    `SELECT row_count, ${texts.map((_, index) => `unreadable_${index}, `).join('')}0 FROM ${dictionaryTable}`,
  );
  const [rowCount, ...unreadable] = counts.getRows()[0]!.map(Number);
  return {
    rowCount: rowCount!,
    unreadable: new Map(texts.map(({ name }, index) => [name, unreadable[index]!])),
  };
};

/** Makes an ENUM of a column's texts, so that the second pass hands out codes; answers code → place among the sorted categories. */
const makeDictionary = async (
  connection: DuckDBConnection,
  index: number,
  isNumeric: boolean,
): Promise<{ categories: string[]; places: Int32Array }> => {
  const distinct = `SELECT DISTINCT value FROM (SELECT unnest(values_${index}) AS value FROM ${dictionaryTable}) WHERE value IS NOT NULL ORDER BY value`;
  const reader = await connection.runAndReadAll(distinct);
  const stored = (reader.getColumns()[0] ?? []) as string[];
  await connection.run(
    `CREATE TEMP TYPE ${dictionaryType(index)} AS ENUM (${stored.length === 0 ? `SELECT ''` : distinct})`,
  );
  const shown = isNumeric ? stored.map((text) => String(Number(text))) : stored;
  // DuckDB orders by UTF-8 bytes; the table's promise is code-unit order, which differs beyond the basic plane.
  const categories = [...shown].sort((left, right) => (left < right ? -1 : 1));
  const placeOf = new Map(categories.map((text, place) => [text, place]));
  return { categories, places: Int32Array.from(shown, (text) => placeOf.get(text)!) };
};

const codeOf = ({ source }: PlannedColumn, index: number): string =>
  `coalesce(CAST(enum_code(CAST(${categoryOf(source)} AS ${dictionaryType(index)})) AS INTEGER), -1)`;

interface Filled {
  readonly column: Column;
  fill(values: readonly number[], at: number): void;
}

const filledNumber = (name: string, rowCount: number): Filled => {
  const values = new Float64Array(rowCount);
  return {
    column: { kind: 'number', name, values } satisfies NumberColumn,
    fill: (part, at) => values.set(part, at),
  };
};

const filledCategory = (
  name: string,
  rowCount: number,
  { categories, places }: { categories: string[]; places: Int32Array },
): Filled => {
  const codes = new Int32Array(rowCount);
  return {
    column: { kind: 'category', name, codes, categories } satisfies CategoryColumn,
    fill(part, at) {
      for (let row = 0; row < part.length; row += 1)
        codes[at + row] = part[row]! < 0 ? -1 : places[part[row]!]!;
    },
  };
};

interface LoadRequest {
  readonly connection: DuckDBConnection;
  readonly relation: Relation;
  readonly wanted: readonly WantedColumn[];
  readonly context: WorkContext;
  readonly phase: string;
}

interface Loaded {
  readonly table: Table;
  /** By column: texts that are no numbers, where numbers were wanted. */
  readonly unreadable: ReadonlyMap<string, number>;
}

/** A first pass for the categories, a second for the values. */
const loadSome = async ({ connection, relation, wanted, context, phase }: LoadRequest): Promise<Loaded> => {
  const planned = wanted.map(({ name, as }) => ({ name, as, source: relation.column(name) }));
  const { rowCount, unreadable } = await survey(connection, relation, planned);
  const filled: Filled[] = [];
  for (const [index, { name, as, source }] of planned.entries()) {
    filled.push(
      as === 'number'
        ? filledNumber(name, rowCount)
        : filledCategory(name, rowCount, await makeDictionary(connection, index, source.type === 'number')),
    );
  }
  const expressions = planned.map((column, index) => {
    const value = column.as === 'number' ? numberOf(column.source) : codeOf(column, index);
    return `${value} AS ${identifier(`c${index}`)}`;
  });
  let at = 0;
  if (expressions.length > 0) {
    const result = await connection.stream(`SELECT ${expressions.join(', ')} FROM ${relation.from}`);
    for await (const chunk of result) {
      throwIfCancelled(context.signal);
      // No expression is ever NULL, so every value is a number.
      for (const [index, { fill }] of filled.entries()) fill(chunk.getColumnValues(index) as number[], at);
      at += chunk.rowCount;
      if (at % 204_800 < chunk.rowCount) context.progress?.({ phase, completed: at, total: rowCount });
    }
  }
  await forgetDictionaries(connection, planned);
  return { table: { rowCount, columns: filled.map(({ column }) => column) }, unreadable };
};

const forgetDictionaries = async (
  connection: DuckDBConnection,
  planned: readonly PlannedColumn[],
): Promise<void> => {
  await connection.run(`DROP TABLE ${dictionaryTable}`);
  for (const [index, { as }] of planned.entries()) {
    if (as === 'category') await connection.run(`DROP TYPE ${dictionaryType(index)}`);
  }
};

/** Loads columns whole, in file order. */
export const loadTable = async (request: LoadRequest): Promise<Loaded> => {
  const { wanted } = request;
  if (wanted.length <= columnsAtATime) return loadSome(request);
  const parts: Loaded[] = [];
  for (let start = 0; start < wanted.length; start += columnsAtATime) {
    parts.push(await loadSome({ ...request, wanted: wanted.slice(start, start + columnsAtATime) }));
  }
  return {
    table: { rowCount: parts[0]!.table.rowCount, columns: parts.flatMap(({ table }) => table.columns) },
    unreadable: new Map(parts.flatMap(({ unreadable }) => [...unreadable])),
  };
};
