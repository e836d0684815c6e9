import { QueryState } from '../../app/index.ts';
import { useJobLog } from '../../client/index.ts';
import { LogView, Text } from '../../ui/index.ts';

/** A job's log: what was written before it was opened, and what comes while one looks. */
export function JobLog({ jobId }: { jobId: string }) {
  const log = useJobLog(jobId);
  return (
    <QueryState query={log} what="The log">
      {({ lines, isCut, storedLines, totalLines }) =>
        lines.length === 0 ? (
          <Text tone="muted">Nothing was written yet.</Text>
        ) : (
          <LogView
            label="Job log"
            lines={lines}
            note={
              isCut
                ? `The first ${storedLines} of ${totalLines} lines; the whole log lies in the project’s logs folder.`
                : undefined
            }
          />
        )
      }
    </QueryState>
  );
}
