import { isMoment } from '../../../../shared/model/format.ts';
import type { RunStatus } from '../../../../shared/model/run.ts';
import type { ParquetColumn, ParquetValues } from '../../../ports/data-engine.ts';
import type { Entries } from '../../../ports/foreign-runs.ts';
import { pythonBoolean, pythonFloat } from '../python-text.ts';

/** Attributes that have one value for the whole run. Source of all types: neptune_exporter/model.py of neptune-exporter. */
export const singleTypes = ['int', 'float', 'string', 'bool', 'datetime', 'string_set'] as const;
type SingleType = (typeof singleTypes)[number];

export type SingleValue = string | number | boolean | Date | readonly string[];

export const attributeColumns: readonly ParquetColumn[] = [
  { name: 'project_id', as: 'text' },
  { name: 'run_id', as: 'text' },
  { name: 'attribute_path', as: 'text' },
  { name: 'attribute_type', as: 'text' },
  { name: 'int_value', as: 'text' },
  { name: 'float_value', as: 'number' },
  { name: 'string_value', as: 'text' },
  { name: 'bool_value', as: 'text' },
  { name: 'datetime_value', as: 'milliseconds' },
  { name: 'string_set_value', as: 'json' },
];

/** What the attributes of a run say of it. */
export interface RunFacts {
  projectId: string | null;
  runId: string | null;
  /** By path, in the order of the file. Whole numbers are texts with all their digits. */
  readonly values: Map<string, SingleValue>;
}

export const createRunFacts = (): RunFacts => ({ projectId: null, runId: null, values: new Map() });

/** Adds rows of `attributeColumns`. A run of a batch has an empty row for each attribute that only others have. */
export const addAttributes = (facts: RunFacts, columns: readonly ParquetValues[]): void => {
  const [projects, runs, paths, types, ints, floats, texts, booleans, times, sets] = columns;
  for (const [row, path] of (paths ?? []).entries()) {
    facts.projectId ??= textAt(projects, row);
    facts.runId ??= textAt(runs, row);
    const value = cellOf(types?.[row] as SingleType, {
      int: ints?.[row],
      float: floats?.[row],
      string: texts?.[row],
      bool: booleans?.[row],
      datetime: times?.[row],
      string_set: sets?.[row],
    });
    if (value !== null && typeof path === 'string') facts.values.set(path, value);
  }
};

const textAt = (column: ParquetValues | undefined, row: number): string | null => {
  const value = column?.[row];
  return typeof value === 'string' ? value : null;
};

const cellOf = (
  type: SingleType,
  cells: Readonly<Record<SingleType, string | number | null | undefined>>,
): SingleValue | null => {
  const cell = cells[type] ?? null;
  if (cell === null) return null;
  if (type === 'bool') return cell === 'true';
  if (type === 'datetime') return isMoment(Number(cell)) ? new Date(Number(cell)) : null;
  return type === 'string_set' ? (JSON.parse(String(cell)) as string[]) : cell;
};

/** As MLflow would keep it, had it been logged there. */
const textOf = (value: SingleValue): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return pythonFloat(value);
  if (typeof value === 'boolean') return pythonBoolean(value);
  return value instanceof Date ? value.toISOString() : value.join(', ');
};

/** Namespaces that Neptune writes itself: of the run, of the machine, of the code. Everything else is the user's. */
const ownNamespace = /^(?:sys|monitoring|source_code)\//;

export const parametersOf = ({ values }: RunFacts): Entries =>
  [...values].filter(([path]) => !ownNamespace.test(path)).map(([path, value]) => [path, textOf(value)]);

/** What has a place of its own in a run, and is not said once more by a tag. */
const toldElsewhere = new Set([
  'sys/name',
  'sys/owner',
  'sys/creation_time',
  'sys/failed',
  'sys/trashed',
  'sys/archived',
]);

/** What has a name in MLflow gets it; the rest begins with `neptune.`. */
export const tagsOf = ({ runId, values }: RunFacts): Entries => {
  const tags: [string, string][] = runId === null ? [] : [['neptune.run_id', runId]];
  for (const [path, value] of values)
    if (ownNamespace.test(path) && !toldElsewhere.has(path)) tags.push([tagOf(path), textOf(value)]);
  return tags.filter(([, text]) => text !== '');
};

const mlflowTags: Readonly<Record<string, string>> = {
  'sys/description': 'mlflow.note.content',
  'source_code/entrypoint': 'mlflow.source.name',
};

const tagOf = (path: string): string => mlflowTags[path] ?? `neptune.${path.replace(/^sys\//, '')}`;

const textIn = ({ values }: RunFacts, path: string): string | null => {
  const value = values.get(path);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

/** The name that somebody gave it, else what it is called by. `Untitled` is what Neptune calls runs that nobody named. */
export const nameOf = (facts: RunFacts): string => {
  const name = textIn(facts, 'sys/name');
  const named = name === 'Untitled' ? null : name;
  return named ?? textIn(facts, 'sys/custom_run_id') ?? facts.runId ?? '';
};

export const ownerOf = (facts: RunFacts): string | null => textIn(facts, 'sys/owner');

/** The run that it goes on from, as Neptune calls it. */
export const parentOf = (facts: RunFacts): string | null => textIn(facts, 'sys/forking/parent');

/** An export says whether a run was marked as failed, and perhaps whether it went on; all others have ended. */
export const statusOf = (facts: RunFacts): RunStatus => {
  if (facts.values.get('sys/failed') === true) return 'failed';
  return /^(?:active|running)$/i.test(textIn(facts, 'sys/state') ?? '') ? 'running' : 'finished';
};

export const isDeleted = ({ values }: RunFacts): boolean =>
  values.get('sys/trashed') === true || values.get('sys/archived') === true;

const timeIn = ({ values }: RunFacts, path: string): number | null => {
  const value = values.get(path);
  return value instanceof Date ? value.getTime() : null;
};

export const startOf = (facts: RunFacts): number | null => timeIn(facts, 'sys/creation_time');

/** When its program was last heard of, or else how long it ran. */
export const endOf = (facts: RunFacts): number | null => {
  const runningSeconds = facts.values.get('sys/running_time');
  const start = startOf(facts);
  const ran = start !== null && typeof runningSeconds === 'number' ? start + runningSeconds * 1000 : null;
  return timeIn(facts, 'sys/ping_time') ?? (ran === null ? null : Math.round(ran));
};
