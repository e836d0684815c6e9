import type { Job } from '../../../shared/model/job.ts';
import { QueryState } from '../../app/index.ts';
import { useJobLog, useLive } from '../../client/index.ts';
import { formatNumber, LogView, ProgressBar, Stack, Text } from '../../ui/index.ts';
import styles from './exports.module.css';

/** A job as it goes on: how far it has come, and every line that it writes. */
export function JobView({ job }: { job: Job }) {
  const log = useJobLog(job.id);
  const live = useLive((state) => state.jobProgress[job.id]);
  const { completed, total, phase } = live ?? job.progress ?? {};
  const share = completed !== undefined && total ? completed / total : null;
  const waiting = job.state === 'queued' ? 'waiting for its turn' : phase;
  return (
    <Stack>
      {job.endedAtMs === null && (
        <ProgressBar
          label={phase ?? job.title}
          share={share}
          text={share === null ? waiting : `${phase} ${formatNumber(completed)}/${formatNumber(total)}`}
        />
      )}
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
