import { useEffect } from 'react';
import { QueryState, useNavigation, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { ChartsPage } from './charts-page.tsx';
import { ComparePage } from './compare-page.tsx';
import { ImportPage } from './import-page.tsx';
import { RunPage } from './run-page.tsx';
import { RunsPage } from './runs-page.tsx';

/** Finds the run of an evaluation, for links that name only the evaluation. */
function EvaluationLink({ id }: { id: string }) {
  const evaluation = useQuery('evaluations.get', { evaluation: id });
  const replace = useNavigation((state) => state.replace);
  const runId = evaluation.data?.runId;
  useEffect(() => {
    if (runId !== undefined)
      replace({ area: 'runs', id: runId, tab: 'evaluations', search: { evaluation: id } });
  }, [runId, id, replace]);
  return (
    <QueryState query={evaluation} what="The evaluation">
      {() => null}
    </QueryState>
  );
}

/** Which run is better, and why? The id is a run, `import`, `charts` of what `search.filter` finds, or `compare` with the runs in `search.runs`. */
export function Screen() {
  const { id, search } = useRoute();
  if (id === 'compare') {
    const ids = search?.runs?.split(',').filter((each) => each !== '') ?? [];
    return <ComparePage key={ids.join()} ids={ids} />;
  }
  if (id === 'charts') return <ChartsPage />;
  if (id === 'import') return <ImportPage />;
  if (id !== undefined) return <RunPage key={id} id={id} />;
  if (search?.evaluation !== undefined) return <EvaluationLink id={search.evaluation} />;
  return <RunsPage />;
}
