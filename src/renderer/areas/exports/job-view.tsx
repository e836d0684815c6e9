import type { Job } from '../../../shared/model/job.ts';
import { JobProgress, QueryState } from '../../app/index.ts';
import { useJobLog } from '../../client/index.ts';
import { LogView, Stack, Text } from '../../ui/index.ts';
import styles from './exports.module.css';

/** A job as it goes on: how far it has come, and every line that it writes. */
export function JobView({ job }: { job: Job }) {
  const log = useJobLog(job.id);
  return (
    <Stack>
      {job.endedAtMs === null && <JobProgress job={job} />}
      {job.error !== null && (
        <Text tone="bad" selectable>
          {job.error.message}
        </Text>
      )}
      <QueryState query={log} what="The log">
        {({ lines }) =>
          lines.length === 0 ? (
            <Text tone="muted">Nothing was written yet.</Text>
          ) : (
            <div className={styles.log}>
              <LogView label={`Log of ${job.title}`} lines={lines} />
            </div>
          )
        }
      </QueryState>
    </Stack>
  );
}
