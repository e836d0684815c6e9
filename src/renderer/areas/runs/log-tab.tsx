import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { LogView, Text } from '../../ui/index.ts';
import styles from './runs.module.css';

const mostLines = 10_000;

function Log({ jobId }: { jobId: string }) {
  const log = useQuery('jobs.log', { job: jobId, limit: mostLines });
  return (
    <QueryState query={log} what="The log">
      {({ lines, totalLines }) =>
        lines.length === 0 ? (
          <div className={styles.padded}>
            <Text tone="muted">Nothing was written.</Text>
          </div>
        ) : (
          <div className={styles.log}>
            <LogView
              label="Log of the training"
              lines={lines}
              note={
                lines.length < totalLines ? `The first ${lines.length} of ${totalLines} lines.` : undefined
              }
            />
          </div>
        )
      }
    </QueryState>
  );
}

export function LogTab({ jobId }: { jobId: string | null }) {
  if (jobId === null)
    return (
      <div className={styles.padded}>
        <Text tone="muted">This run was recorded from outside, and its log stayed there.</Text>
      </div>
    );
  return <Log jobId={jobId} />;
}
