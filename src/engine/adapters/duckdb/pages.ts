import type { DuckDBConnection } from '@duckdb/node-api';
import type { DataSource } from '../../ports/data-engine.ts';
import { fileFacts } from './file-facts.ts';
import { fileRelation, type Relation, tableRelation } from './relation.ts';
import { identifier } from './sql-text.ts';

/** Files kept as tables, most recently used last. */
export interface Pages {
  /** The file as a table with quick access to any row; null when it is too large to be kept. */
  relationOf(connection: DuckDBConnection, source: DataSource, path: string): Promise<Relation | null>;
}

interface Kept {
  readonly table: Promise<string>;
  readonly sizeBytes: number;
}

/** Bytes of the files themselves; as columns of doubles they take about as much memory, and beyond DuckDB's limit they spill. */
const maxKeptBytes = 2 ** 30;

/**
 * A window deep in a CSV file means parsing everything before it. The first such window, sort or profile parses the file
 * into a table in memory; later ones read from there. Bounded by the size of the files, the least recently used go first.
 */
export const createPages = (): Pages => {
  const kept = new Map<string, Kept>();
  let lastNumber = 0;

  const load = async (connection: DuckDBConnection, source: DataSource, path: string): Promise<string> => {
    lastNumber += 1;
    const table = `pages_${lastNumber}`;
    const { from, columns } = fileRelation(source, path);
    const selected = columns.map(({ name, expression }) => `${expression} AS ${identifier(name)}`);
    await connection.run(`CREATE TABLE ${table} AS SELECT ${selected.join(', ')} FROM ${from}`);
    return table;
  };

  const makeRoom = async (connection: DuckDBConnection, neededBytes: number): Promise<void> => {
    let total = [...kept.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, neededBytes);
    for (const [key, { table, sizeBytes }] of kept) {
      if (total <= maxKeptBytes) return;
      kept.delete(key);
      total -= sizeBytes;
      await table.then((name) => connection.run(`DROP TABLE IF EXISTS ${name}`)).catch(() => {});
    }
  };

  return {
    async relationOf(connection, source, path) {
      const { sizeBytes, modifiedAtMs } = await fileFacts(path);
      if (sizeBytes > maxKeptBytes) return null;
      const key = JSON.stringify([path, sizeBytes, modifiedAtMs, source.columns, source.reader]);
      const found = kept.get(key);
      kept.delete(key);
      if (found === undefined) await makeRoom(connection, sizeBytes);
      const entry = found ?? { table: load(connection, source, path), sizeBytes };
      kept.set(key, entry);
      try {
        return tableRelation(source, await entry.table);
      } catch (error) {
        kept.delete(key);
        // Another call was loading it and was cancelled; this one was not.
        if (found !== undefined) return this.relationOf(connection, source, path);
        throw error;
      }
    },
  };
};
