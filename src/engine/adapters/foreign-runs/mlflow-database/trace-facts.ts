import { pythonJson } from '../../../core/python/python-json.ts';
import type { Entries } from '../../../ports/foreign-runs.ts';
import { pythonFloat } from '../python-text.ts';
import type { DatabaseReading } from './reading.ts';
import { type Row, textOf } from './tables.ts';

/**
 * What was a tag or metadata of a trace and is a column since MLflow 3.17, told again as MLflow's API tells it.
 * Source: mlflow/store/tracking/utils/trace_analytics.py.
 */
const tokenColumns = [
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation_input_tokens_above_1hr',
];
const costColumns = ['input_cost', 'output_cost', 'total_cost'];

const nameTag = 'mlflow.traceName';
const columnOf: Readonly<Record<string, string>> = {
  [nameTag]: 'trace_name',
  'mlflow.trace.session': 'session_id',
  'mlflow.trace.tokenUsage': 'input_tokens',
  'mlflow.trace.cost': 'input_cost',
};

/** Whether it is a column of this revision: then a row that still says it does not count. */
export const hasPromotedFacts = ({ tables }: DatabaseReading, key: string): boolean => {
  const column = Object.hasOwn(columnOf, key) ? columnOf[key] : undefined;
  return column !== undefined && tables.hasColumn('trace_info', column);
};

export const promotedFacts = (reading: DatabaseReading, id: string): { tags: Entries; metadata: Entries } => {
  const { database, tables } = reading;
  const texts = ['trace_name', 'session_id', ...tokenColumns];
  const row = tables.selectText('trace_info', texts, 'WHERE request_id = ?').get(id) ?? {};
  const costs = costColumns.filter((column) => tables.hasColumn('trace_info', column));
  const numbers: Row =
    costs.length === 0
      ? {}
      : (database.prepare(`SELECT ${costs.join(', ')} FROM trace_info WHERE request_id = ?`).get(id) ?? {});
  return {
    tags: given(nameTag, textOf(row, 'trace_name')),
    metadata: [
      ...given('mlflow.trace.session', textOf(row, 'session_id')),
      ...given(
        'mlflow.trace.tokenUsage',
        objectText(tokenColumns, (column) => textOf(row, column)),
      ),
      ...given(
        'mlflow.trace.cost',
        objectText(costColumns, (column) => {
          const value = numbers[column];
          return typeof value === 'number' ? pythonFloat(value) : null;
        }),
      ),
    ],
  };
};

const given = (key: string, value: string | null): Entries => (value === null ? [] : [[key, value]]);

/** Null where nothing of it is said. */
const objectText = (names: readonly string[], textOfName: (name: string) => string | null): string | null => {
  const parts = names.flatMap((name) => {
    const text = textOfName(name);
    return text === null ? [] : [`${pythonJson(name)}: ${text}`];
  });
  return parts.length === 0 ? null : `{${parts.join(', ')}}`;
};
