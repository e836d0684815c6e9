import {
  type ImportCounts,
  type ImportReport,
  importCounts,
  importCountTitles,
  importReport,
  type SkippedItem,
  wasLinkedWords,
} from '../../../shared/model/foreign-runs.ts';
import type { Job } from '../../../shared/model/job.ts';
import { JobProgress, navigate } from '../../app/index.ts';
import { useCommand } from '../../client/index.ts';
import {
  Button,
  countOf,
  type DataColumn,
  DataTable,
  formatNumber,
  Inline,
  KeyValues,
  Panel,
  RelativeTime,
  Stack,
  Text,
} from '../../ui/index.ts';
import styles from './import-view.module.css';

/** One import: how far it has come, or what it brought. */
export function ImportView({ job }: { job: Job }) {
  const report = importReport.safeParse(job.output);
  return (
    <Panel
      title={job.title}
      actions={
        <Inline>
          {job.endedAtMs !== null && <RelativeTime atMs={job.endedAtMs} />}
          <Button variant="quiet" onClick={() => navigate({ area: 'jobs', id: job.id })}>
            Log
          </Button>
        </Inline>
      }
    >
      {report.success ? <ReportView report={report.data} /> : <ImportState job={job} />}
    </Panel>
  );
}

function ImportState({ job }: { job: Job }) {
  const cancel = useCommand('jobs.cancel', { failure: 'The import could not be cancelled' });
  if (job.state === 'cancelled')
    return <Text>Cancelled. What was complete by then is here; import again to add the rest.</Text>;
  if (job.state === 'failed') return <Text tone="bad">{job.error?.message ?? 'It has failed.'}</Text>;
  return (
    <Stack>
      <JobProgress job={job} />
      <span>
        <Button onClick={() => void cancel.run({ job: job.id })} busy={cancel.isRunning}>
          Cancel
        </Button>
      </span>
    </Stack>
  );
}

const things = importCounts.keyof().options;

function countText(what: keyof ImportCounts, { found, added, wasLinked }: ImportReport): string {
  if (added[what] === found[what] || (wasLinked && added[what] === 0)) return formatNumber(found[what]);
  return wasLinked
    ? `${formatNumber(found[what])}, ${formatNumber(added[what])} of them new`
    : `${formatNumber(added[what])} added of ${formatNumber(found[what])}`;
}

interface SkippedRow extends SkippedItem {
  readonly index: number;
}

const columns: DataColumn<SkippedRow>[] = [
  { id: 'subject', header: 'what', value: ({ subject }) => subject, width: 128 },
  { id: 'count', header: 'count', kind: 'number', value: ({ count }) => count, width: 80 },
  { id: 'reason', header: 'why', value: ({ reason }) => reason, width: 360 },
  {
    id: 'file',
    header: 'where',
    value: ({ file, line }) => (line === null ? file : `${file}:${line}`),
    width: 480,
  },
];

function ReportView({ report }: { report: ImportReport }) {
  const { skipped } = report;
  const rows = skipped.items.map((item, index) => ({ ...item, index }));
  const listed = skipped.items.reduce((sum, { count }) => sum + count, 0);
  return (
    <Stack>
      {report.wasLinked && <Text>{wasLinkedWords}</Text>}
      <KeyValues
        facts={things
          .filter((what) => report.found[what] > 0)
          .map((what) => ({ name: importCountTitles[what], value: countText(what, report) }))}
      />
      {skipped.count > 0 && (
        <>
          <Text>
            {countOf(skipped.count, 'thing')} skipped
            {listed < skipped.count ? '; the log names all' : ''}
          </Text>
          <div className={styles.skipped}>
            <DataTable
              label="Skipped"
              name="import-skipped"
              rows={rows}
              rowId={({ index }) => String(index)}
              columns={columns}
              empty={null}
            />
          </div>
        </>
      )}
    </Stack>
  );
}
