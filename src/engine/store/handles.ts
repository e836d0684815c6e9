import type Database from 'better-sqlite3';
import type { Reader, SqlParameters, Writer } from '../ports/store-handles.ts';
import type { Logger } from '../ports/surroundings.ts';

const slowQueryMs = 40;
/** Of each shape of rows. */
const keptStatements = 256;

type RowShape = 'object' | 'tuple' | 'value';

const prepareAs = (database: Database.Database, sql: string, shape: RowShape): Database.Statement => {
  const statement = database.prepare(sql);
  return shape === 'object' ? statement : shape === 'tuple' ? statement.raw() : statement.pluck();
};

/** Statements by their text and the shape of their rows, the least recently used one dropped first: areas build some texts from filters. */
const createStatementCache = (database: Database.Database) => {
  // A text that is put together with its shape for each call would be hashed anew for each of millions.
  const kept: Readonly<Record<RowShape, Map<string, KeptStatement>>> = {
    object: new Map(),
    tuple: new Map(),
    value: new Map(),
  };
  let uses = 0;
  const dropOldest = (statements: Map<string, KeptStatement>): void => {
    let oldest: [string, KeptStatement] | undefined;
    for (const entry of statements)
      if (oldest === undefined || entry[1].lastUse < oldest[1].lastUse) oldest = entry;
    if (oldest !== undefined) statements.delete(oldest[0]);
  };
  return (sql: string, shape: RowShape = 'object'): Database.Statement => {
    uses += 1;
    const statements = kept[shape];
    const known = statements.get(sql);
    if (known !== undefined) {
      known.lastUse = uses;
      // A statement whose rows are being iterated cannot be run a second time meanwhile.
      return known.statement.busy ? prepareAs(database, sql, shape) : known.statement;
    }
    const statement = prepareAs(database, sql, shape);
    statements.set(sql, { statement, lastUse: uses });
    if (statements.size > keptStatements) dropOldest(statements);
    return statement;
  };
};

interface KeptStatement {
  readonly statement: Database.Statement;
  lastUse: number;
}

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
    runEach: (sql: string, rows: Iterable<SqlParameters>) =>
      timed(sql, () => {
        const statement = statementOf(sql);
        let changed = 0;
        for (const row of rows) changed += statement.run(row).changes;
        return changed;
      }),
    // The mark exists in types only: it keeps everybody but this file from making a writer.
  } as unknown as Writer;

  return { reader, writer };
};

const firstLine = (sql: string): string => sql.trim().split('\n', 1)[0]!;
