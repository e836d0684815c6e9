import { columnText } from '../../../../shared/model/column-text.ts';
import { type LiveTable, liveColumns, liveTableOf } from '../../../../shared/model/notes/live-table.ts';
import type { RunListRow } from '../../../../shared/model/run.ts';
import { readRunColumn } from '../../../../shared/model/run-column.ts';
import { tableSearch } from '../../../../shared/model/table-link.ts';
import { navigate, QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { Button, countOf, Text } from '../../../ui/index.ts';
import { columnTitle } from '../column-title.ts';
import { RunName } from '../run-name.tsx';
import { RunStatusDot } from '../run-status.tsx';
import { openRun } from '../use-run-actions.ts';
import styles from './notes.module.css';

function Cell({ run, column }: { run: RunListRow; column: string }) {
  const value = run.values[column];
  if (column === 'status') return <RunStatusDot status={run.status} />;
  return value === undefined ? (
    <Text tone="muted">–</Text>
  ) : (
    <span title={String(value)}>{columnText(column, value, Date.now())}</span>
  );
}

function Rows({ table }: { table: LiveTable }) {
  const { filter, experiment, orderBy } = table.view;
  const keys = useQuery('runs.keys', { counts: false }, { keepPrevious: true });
  const names = keys.data?.metrics.map(({ name }) => name) ?? [];
  const columns = liveColumns(table, names);
  const isNumeric = (column: string) => {
    const { entity, name } = readRunColumn(column);
    const parameter = keys.data?.parameters.find((each) => each.name === name);
    return entity === 'metric' || (entity === 'parameter' && parameter?.kind === 'number');
  };
  const list = useQuery(
    'runs.list',
    {
      ...(filter !== '' && { filter }),
      ...(experiment !== '' && { experiment }),
      ...{ columns, orderBy, limit: table.rows },
    },
    { enabled: keys.data !== undefined, keepPrevious: true },
  );
  return (
    <QueryState query={list} what="The runs of this table">
      {({ runs, total }) => (
        <>
          <table className={styles.liveTable}>
            <thead>
              <tr>
                <th scope="col">run</th>
                {columns.map((column) => (
                  <th key={column} scope="col" className={isNumeric(column) ? styles.numeric : undefined}>
                    {columnTitle(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id}>
                  <th scope="row">
                    <Button size="small" variant="quiet" onClick={() => openRun(run.id)}>
                      <RunName id={run.id} name={run.name} />
                    </Button>
                  </th>
                  {columns.map((column) => (
                    <td key={column} className={isNumeric(column) ? styles.numeric : undefined}>
                      <Cell run={run} column={column} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <Text tone="muted" size="small">
            {runs.length === total
              ? countOf(total, 'run')
              : `The first ${runs.length} of ${countOf(total, 'run')}`}
          </Text>
        </>
      )}
    </QueryState>
  );
}

/** The table of a link that stands on a line of its own: its first rows as they are now, and the way to all of them. */
export function LiveTableView({
  title,
  search,
}: {
  title: string;
  search: Readonly<Record<string, string>>;
}) {
  const table = readable(search);
  if (table === null)
    return (
      <p>
        {title} <Text tone="warning">(the table of this link cannot be read)</Text>
      </p>
    );
  return (
    <section className={styles.live} aria-label={title}>
      <header className={styles.liveHead}>
        <Text strong>{title}</Text>
        <Button
          size="small"
          variant="quiet"
          onClick={() => navigate({ area: 'runs', search: tableSearch(table.view) })}
        >
          Open table
        </Button>
      </header>
      <Rows table={table} />
    </section>
  );
}

/** Null also where a column that is named is none. */
const readable = (search: Readonly<Record<string, string>>): LiveTable | null => {
  try {
    const table = liveTableOf(search);
    for (const { key } of table?.view.columns ?? []) readRunColumn(key);
    return table;
  } catch {
    return null;
  }
};
