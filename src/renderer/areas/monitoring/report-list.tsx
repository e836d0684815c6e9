import { Activity } from 'lucide-react';
import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { linkOf, navigate, QueryState, useOfferActions, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Badge,
  Button,
  countOf,
  type DataColumn,
  DataTable,
  EmptyState,
  type MenuEntry,
  Page,
} from '../../ui/index.ts';
import { reportStatus } from './column-status.ts';
import styles from './monitoring.module.css';
import { NewReport } from './new-report.tsx';

type Summary = CommandOutput<'drift.list'>[number];

const columns: DataColumn<Summary>[] = [
  {
    id: 'verdict',
    header: 'verdict',
    value: (report) => reportStatus(report).text,
    cell: (report) => {
      const { text, meaning } = reportStatus(report);
      return <Badge meaning={meaning}>{text}</Badge>;
    },
    width: 160,
  },
  { id: 'current', header: 'current', value: ({ current }) => current, width: 240 },
  { id: 'reference', header: 'reference', value: ({ reference }) => reference, width: 180 },
  {
    id: 'drifted',
    header: 'drifted columns',
    kind: 'number',
    value: ({ driftedColumns }) => driftedColumns,
    cell: ({ driftedColumns, columns: all }) => `${driftedColumns} of ${all}`,
    width: 128,
  },
  { id: 'rows', header: 'current rows', kind: 'number', value: ({ currentRows }) => currentRows },
  {
    id: 'referenceRows',
    header: 'reference rows',
    kind: 'number',
    value: ({ referenceRows }) => referenceRows,
    width: 128,
  },
  { id: 'created', header: 'made', kind: 'time', value: ({ createdAtMs }) => createdAtMs, width: 128 },
];

const open = ({ id }: Summary) => navigate({ area: 'monitoring', id });

const menu = (report: Summary): MenuEntry[] => [
  { label: 'Open', onSelect: () => open(report) },
  {
    label: 'Copy link',
    onSelect: () => void navigator.clipboard.writeText(linkOf({ area: 'monitoring', id: report.id })),
  },
];

export function ReportList() {
  const { search } = useRoute();
  const reports = useQuery('drift.list', { limit: 1000 });
  const [wantsNew, setWantsNew] = useState(false);
  const isOpen = wantsNew || search?.new !== undefined;
  const close = () => {
    setWantsNew(false);
    if (search?.new !== undefined) navigate({ area: 'monitoring' });
  };
  useOfferActions([{ id: 'drift.new', title: 'Check data for drift', run: () => setWantsNew(true) }]);
  return (
    <Page
      title="Monitoring"
      note={reports.data && countOf(reports.data.length, 'report')}
      flush
      actions={
        !isOpen &&
        reports.data?.length !== 0 && (
          <Button variant="primary" onClick={() => setWantsNew(true)}>
            New report
          </Button>
        )
      }
    >
      <div className={styles.list}>
        {isOpen && (
          <div className={styles.form}>
            <NewReport onClose={close} />
          </div>
        )}
        <QueryState query={reports} what="The reports">
          {(rows) =>
            rows.length === 0 && isOpen ? null : (
              <div className={styles.table}>
                <DataTable
                  label="Drift reports"
                  name="drift-reports"
                  rows={rows}
                  rowId={({ id }) => id}
                  columns={columns}
                  onActiveChange={open}
                  onOpen={open}
                  menu={menu}
                  empty={
                    <EmptyState
                      icon={<Activity size={32} strokeWidth={1.5} />}
                      text="A report compares new data with the data that a model was trained on, column by column."
                      action={{ label: 'New report', onClick: () => setWantsNew(true) }}
                    />
                  }
                />
              </div>
            )
          }
        </QueryState>
      </div>
    </Page>
  );
}
