import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Engine } from '../../src/engine/create-engine.ts';
import { openEngine } from '../../src/engine/host/in-process.ts';
import type { CommandInput, CommandOutput, EngineCommandName } from '../../src/shared/contract/index.ts';
import { EngineError, fromErrorData, toErrorData } from '../../src/shared/errors.ts';
import type { Job } from '../../src/shared/model/job.ts';
import { silentLogger } from './open-test-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A real engine without a project, closed when the test has ended. */
export const openTestEngine = async (userDataFolder = temporaryFolder()): Promise<Engine> => {
  const engine = await openEngine({
    background: false,
    actor: 'test',
    userDataFolder,
    logger: silentLogger,
  });
  onTestFinished(() => engine.close());
  return engine;
};

export interface TestProject {
  readonly engine: Engine;
  readonly folder: string;
  call<Name extends EngineCommandName>(
    command: Name,
    input: CommandInput<Name>,
  ): Promise<CommandOutput<Name>>;
  /** Waits for the job's end, however it ends. */
  ended(jobId: string): Promise<Job>;
  /** Writes a file into the project's folder; answers its path. */
  write(name: string, content: string | Uint8Array): string;
  /** Writes `rows` as NAME.csv and adds it as the dataset NAME. */
  addCsv(name: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<string>;
  /** How many rows every table has. */
  rowCounts(): Record<string, number>;
}

/** A real engine with a new project in `folder`: real database, workers and serving processes. */
export const openEngineProject = async (folder = temporaryFolder()): Promise<TestProject> => {
  const engine = await openTestEngine();
  await engine.call('projects.create', undefined, { folder });

  const call: TestProject['call'] = (command, input) => engine.call(command, folder, input) as Promise<never>;
  const write: TestProject['write'] = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return {
    ...{ engine, folder, call, write },
    ended: (job) => call('jobs.wait', { job }),
    addCsv: async (name, rows) => {
      const path = write(`${name}.csv`, csvOf(rows));
      await call('datasets.add', { path });
      return path;
    },
    rowCounts: () => countRows(join(folder, '.modelyard', 'project.db')),
  };
};

export const csvOf = (rows: readonly Readonly<Record<string, unknown>>[]): string => {
  const names = Object.keys(rows[0] ?? {});
  return `${[names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].join('\n')}\n`;
};

export const countRows = (file: string): Record<string, number> => {
  const database = new Database(file, { readonly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      tables.map((table) => [
        table,
        database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number,
      ]),
    );
  } finally {
    database.close();
  }
};

/** What `work` fails with, as every client sees it; that it succeeds is a failure. */
export const failureOf = async (work: Promise<unknown>): Promise<EngineError> => {
  const outcome = await work.then(
    (answer) => ({ answer }),
    (thrown: unknown) => fromErrorData(toErrorData(thrown)),
  );
  if (outcome instanceof EngineError) return outcome;
  throw new Error(`It succeeded: ${JSON.stringify(outcome.answer)}`);
};
