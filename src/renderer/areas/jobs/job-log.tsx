import { QueryState } from '../../app/index.ts';
import { useLive, useQuery } from '../../client/index.ts';
import { LogView, Text } from '../../ui/index.ts';
import { joinLog } from './join-log.ts';

const noLines: readonly string[] = [];

/** A job's log: what was written before it was opened, and what comes while one looks. */
export function JobLog({ jobId }: { jobId: string }) {
  const stored = useQuery('jobs.log', { job: jobId, limit: 10_000 });
  const live = useLive((state) => state.jobLog[jobId]) ?? noLines;
  return (
    <QueryState query={stored} what="The log">
      {({ lines, totalLines, fromLine }) => {
        const all = joinLog(lines, live);
        if (all.length === 0) return <Text tone="muted">Nothing was written yet.</Text>;
        const isCut = fromLine + lines.length < totalLines;
        return (
          <LogView
            label="Job log"
            lines={all}
            note={
              isCut
                ? `The first ${lines.length} of ${totalLines} lines; the whole log lies in the project’s logs folder.`
                : undefined
            }
          />
        );
      }}
    </QueryState>
  );
}
