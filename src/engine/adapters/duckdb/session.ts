import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { EngineError } from '../../../shared/errors.ts';
import type { WorkContext } from '../../ports/data-engine.ts';
import { literal } from './sql-text.ts';

const gibibyte = 2 ** 30;

/** Enough for sorting and grouping a few million rows; DuckDB spills to the private folder beyond it. */
const memoryLimitBytes = (): number => Math.min(2 * gibibyte, Math.floor(totalmem() * 0.6));

/** No network, no extension from anywhere: everything that is needed is linked into the library. */
const configuration = ({ folder, threads }: { folder: string; threads: number }): Record<string, string> => ({
  threads: String(threads),
  memory_limit: `${Math.floor(memoryLimitBytes() / 2 ** 20)}MiB`,
  temp_directory: join(folder, 'spill'),
  preserve_insertion_order: 'true',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
});

export interface Session {
  /** Runs work on a connection of its own, so that cancelling one call interrupts no other. */
  use<Result>(
    context: WorkContext,
    phase: string,
    work: (connection: DuckDBConnection) => Promise<Result>,
  ): Promise<Result>;
  close(): void;
}

const interruptEveryMs = 20;

const cancelled = () => new EngineError('cancelled', 'Cancelled.');

export const throwIfCancelled = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw cancelled();
};

const reportProgress = (connection: DuckDBConnection, phase: string, context: WorkContext): (() => void) => {
  const report = context.progress;
  if (report === undefined) return () => {};
  report({ phase });
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage > 0) report({ phase, completed: percentage, total: 100 });
  }, 200);
  return () => clearInterval(timer);
};

/** Opens DuckDB in memory when it is first needed. */
export const createSession = ({ folder }: { folder: () => string }): Session => {
  let instance: Promise<DuckDBInstance> | undefined;
  const open = async (): Promise<DuckDBInstance> => {
    const opened = await DuckDBInstance.create(
      ':memory:',
      configuration({ folder: folder(), threads: availableParallelism() }),
    );
    const connection = await opened.connect();
    await connection.run(`SET GLOBAL TimeZone = ${literal('UTC')}`);
    connection.closeSync();
    return opened;
  };

  return {
    async use(context, phase, work) {
      throwIfCancelled(context.signal);
      instance ??= open();
      const connection = await (await instance).connect();
      await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false;');
      let interrupting: NodeJS.Timeout | undefined;
      const interrupt = () => {
        connection.interrupt();
        // One that comes between two statements stops neither.
        interrupting = setInterval(() => connection.interrupt(), interruptEveryMs);
      };
      context.signal?.addEventListener('abort', interrupt);
      const stopReporting = reportProgress(connection, phase, context);
      try {
        return await work(connection);
      } catch (error) {
        throw context.signal?.aborted ? cancelled() : error;
      } finally {
        stopReporting();
        context.signal?.removeEventListener('abort', interrupt);
        clearInterval(interrupting);
        connection.closeSync();
      }
    },
    close() {
      const opened = instance;
      instance = undefined;
      opened?.then((database) => database.closeSync()).catch(() => {});
    },
  };
};
