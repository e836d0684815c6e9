import { joinLog } from './join-log.ts';
import { useLive } from './live.ts';
import { useQuery } from './queries.ts';

const noLines: readonly string[] = [];

/** A job's log: what was written before one looked, and what comes while one looks. `data` is undefined while it loads. */
export function useJobLog(jobId: string) {
  const stored = useQuery('jobs.log', { job: jobId, limit: 10_000 });
  const live = useLive((state) => state.jobLog[jobId]) ?? noLines;
  const { data, error, refetch } = stored;
  return {
    data: data && {
      lines: joinLog(data.lines, live),
      storedLines: data.lines.length,
      totalLines: data.totalLines,
      isCut: data.fromLine + data.lines.length < data.totalLines,
    },
    error,
    refetch,
  };
}
