import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EngineError } from '../../../shared/errors.ts';
import { driftReport } from '../../core/drift/drift-report.ts';
import type { Table } from '../../core/table.ts';
import type { DataSource } from '../../ports/data-engine.ts';
import type { JobProgram, JobTools } from '../../ports/job-definition.ts';
import { readLoggedPredictions } from './read-logged-predictions.ts';

export type CurrentSource =
  | { readonly kind: 'source'; readonly source: DataSource }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'predictions'; readonly segments: readonly string[]; readonly sinceMs: number | null };

export interface DriftJobInput {
  readonly reportId: string;
  readonly reference: DataSource;
  readonly referenceTitle: string;
  readonly current: CurrentSource;
  readonly currentTitle: string;
  /** null: all columns that either side has (for logged predictions, those that were logged). */
  readonly columns: readonly string[] | null;
}

export interface DriftSummary {
  readonly columns: number;
  readonly driftedColumns: number;
  readonly isDrifted: boolean;
  readonly referenceRows: number;
  readonly currentRows: number;
}

export interface DriftJobOutput {
  readonly reportFile: string;
  readonly summary: DriftSummary;
}

/** Compares two tables column by column. */
export const runDriftJob: JobProgram<DriftJobInput, DriftJobOutput> = async (input, tools) => {
  const currentTable = await readCurrent(input, tools);
  const wanted =
    input.columns ??
    (input.current.kind === 'predictions' ? currentTable.columns.map(({ name }) => name) : null);
  const reference = await load(input.reference, wanted, tools);
  const current = wanted === null ? currentTable : only(currentTable, wanted);
  tools.log(
    `${input.referenceTitle}: ${reference.rowCount} rows; ${input.currentTitle}: ${current.rowCount} rows`,
  );
  tools.progress({ phase: 'Comparing the columns' });
  const report = await driftReport({
    reference,
    current,
    checkpoint: async () => {
      await setImmediate();
      tools.signal.throwIfAborted();
    },
  });
  await writeFile(join(tools.stagingFolder, 'report.json'), JSON.stringify(report));
  const { verdict, rows } = report;
  return {
    reportFile: 'report.json',
    summary: {
      columns: report.columns.length,
      driftedColumns: verdict.driftedColumns,
      isDrifted: verdict.drifted,
      referenceRows: rows.reference,
      currentRows: rows.current,
    },
  };
};

type Tools = JobTools<never>;

const readCurrent = async (input: DriftJobInput, tools: Tools): Promise<Table> => {
  const { current } = input;
  if (current.kind === 'predictions')
    return readLoggedPredictions({ ...current, reference: input.reference, signal: tools.signal });
  if (current.kind === 'source') return load(current.source, input.columns, tools);
  // A file that is no dataset: what is text in the reference stays text here, though this file's values may look like numbers.
  const types = Object.fromEntries(input.reference.columns.map(({ name, type }) => [name, type]));
  const bare = await tools.data.sniff({ path: current.path }, { signal: tools.signal });
  const known = Object.fromEntries(
    Object.entries(types).filter(
      ([name, type]) => type === 'text' && bare.columns.some((column) => column.name === name),
    ),
  );
  const source =
    Object.keys(known).length === 0
      ? bare
      : await tools.data.sniff({ path: current.path, types: known }, { signal: tools.signal });
  return load(source, input.columns, tools);
};

const load = (source: DataSource, wanted: readonly string[] | null, tools: Tools): Promise<Table> => {
  const columns = source.columns.filter(({ name }) => wanted === null || wanted.includes(name));
  if (columns.length === 0)
    throw new EngineError('invalid-input', `${source.path} has none of the columns to compare.`);
  return tools.data.loadTable(
    {
      source,
      columns: columns.map(({ name, type }) => ({
        name,
        as: type === 'text' || type === 'boolean' ? 'category' : 'number',
      })),
    },
    { signal: tools.signal, progress: tools.progress },
  );
};

const only = (table: Table, names: readonly string[]): Table => ({
  ...table,
  columns: table.columns.filter(({ name }) => names.includes(name)),
});
