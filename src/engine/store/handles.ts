import type Database from 'better-sqlite3';
import type { Reader, SqlParameters, Writer } from '../ports/store-handles.ts';
import type { Logger } from '../ports/surroundings.ts';

const slowQueryMs = 40;
const keptStatements = 256;

type RowShape = 'object' | 'tuple' | 'value';

const prepareAs = (database: Database.Database, sql: string, shape: RowShape): Database.Statement => {
  const statement = database.prepare(sql);
  return shape === 'object' ? statement : shape === 'tuple' ? statement.raw() : statement.pluck();
};

interface KeptStatement {
  readonly sql: string;
  readonly shape: RowShape;
  readonly statement: Database.Statement;
}

/** Statements by their text and the shape of their rows, the least recently used one dropped first: areas build some texts from filters. */
const createStatementCache = (database: Database.Database) => {
  const statements = new Map<string, KeptStatement>();
  // What writes a thousand rows asks for one statement a thousand times; looking a long text up costs as much as the insertion.
  let latest: KeptStatement | undefined;

  const lookUp = (sql: string, shape: RowShape): KeptStatement => {
    const name = `${shape} ${sql}`;
    const kept = statements.get(name) ?? { sql, shape, statement: prepareAs(database, sql, shape) };
    statements.delete(name);
    statements.set(name, kept);
    const oldest = statements.size > keptStatements ? statements.keys().next() : undefined;
    if (oldest?.value !== undefined) statements.delete(oldest.value);
    return kept;
  };

  return (sql: string, shape: RowShape = 'object'): Database.Statement => {
    if (latest?.sql !== sql || latest.shape !== shape) latest = lookUp(sql, shape);
    // A statement whose rows are being iterated cannot be run a second time meanwhile.
    return latest.statement.busy ? prepareAs(database, sql, shape) : latest.statement;
  };
};

interface HandleParts {
  readonly database: Database.Database;
  readonly logger: Logger;
  /** Gives SQLite's errors their meaning. */
  readonly translate: (thrown: unknown) => unknown;
}

export const createHandles = ({ database, logger, translate }: HandleParts) => {
  const statementOf = createStatementCache(database);

  const timed = <Result>(sql: string, query: () => Result): Result => {
    const startedAtMs = performance.now();
    try {
      return query();
    } catch (thrown) {
      throw translate(thrown);
    } finally {
      const durationMs = performance.now() - startedAtMs;
      if (durationMs > slowQueryMs) {
        logger.warn('Slow query', { sql: firstLine(sql), durationMs: Math.round(durationMs) });
      }
    }
  };

  const bind = (parameters: SqlParameters | undefined) => (parameters === undefined ? [] : [parameters]);

  const readingHandle = (prepare: (sql: string, shape?: RowShape) => Database.Statement): Reader => ({
    get: <Row>(sql: string, parameters?: SqlParameters) =>
      timed(sql, () => prepare(sql).get(...bind(parameters)) as Row | undefined),
    all: <Row>(sql: string, parameters?: SqlParameters) =>
      timed(sql, () => prepare(sql).all(...bind(parameters)) as Row[]),
    iterate: <Row>(sql: string, parameters?: SqlParameters) =>
      timed(sql, () => prepare(sql).iterate(...bind(parameters)) as IterableIterator<Row>),
    values: <Value>(sql: string, parameters?: SqlParameters) =>
      timed(sql, () => prepare(sql, 'value').all(...bind(parameters)) as Value[]),
    tuples: <Row extends readonly unknown[]>(sql: string, parameters?: SqlParameters) =>
      timed(sql, () => prepare(sql, 'tuple').all(...bind(parameters)) as unknown[] as Row[]),
  });

  const reader = readingHandle((sql, shape) => {
    const statement = statementOf(sql, shape);
    // `INSERT … RETURNING` answers rows, so the type alone does not keep a reader from writing.
    if (!statement.readonly) throw new Error(`A reader cannot write: ${firstLine(sql)}`);
    return statement;
  });

  const writer = {
    ...readingHandle(statementOf),
    run: (sql: string, parameters?: SqlParameters) =>
      timed(sql, () => {
        const { changes, lastInsertRowid } = statementOf(sql).run(...bind(parameters));
        return { changes, lastId: Number(lastInsertRowid) };
      }),
    // The mark exists in types only: it keeps everybody but this file from making a writer.
  } as unknown as Writer;

  return { reader, writer };
};

const firstLine = (sql: string): string => sql.trim().split('\n', 1)[0]!;
