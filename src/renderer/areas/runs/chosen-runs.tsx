import { navigate } from '../../app/index.ts';
import { Button, countOf, Inline, Text, toast } from '../../ui/index.ts';
import type { ChartRuns } from './chart-runs.ts';
import { mostCompared } from './selection-bar.tsx';
import { setTickedRuns } from './ticked-runs.ts';
import { compareRoute } from './use-run-actions.ts';

/** What can be done with runs that were chosen in a chart. */
export function ChosenRuns({
  ids,
  runs,
  filter,
  onClear,
}: {
  ids: readonly string[];
  runs: ChartRuns;
  /** null where it would be too long. */
  filter: string | null;
  onClear: () => void;
}) {
  const experiment = runs.found?.experiment ?? '';
  const tick = () => {
    setTickedRuns(new Set(ids));
    toast({
      meaning: 'good',
      title: `${countOf(ids.length, 'run')} ticked`,
      action: { label: 'To the table', onClick: () => navigate({ area: 'runs' }) },
    });
  };
  return (
    <Inline>
      <Text>
        <span role="status">{countOf(ids.length, 'run')} chosen</span>
      </Text>
      <Button
        variant="primary"
        disabled={filter === null || ids.length === 0}
        title={filter ?? undefined}
        onClick={() =>
          filter !== null &&
          navigate({ area: 'runs', search: { filter, ...(experiment !== '' && { experiment }) } })
        }
      >
        Filter the table by these
      </Button>
      <Button disabled={ids.length === 0} onClick={tick}>
        Tick these
      </Button>
      <Button
        disabled={ids.length < 2 || ids.length > mostCompared || ids.length === runs.ids.length}
        title={`From 2 to ${mostCompared} runs are compared`}
        onClick={() => navigate(compareRoute(ids))}
      >
        Compare these
      </Button>
      <Button variant="quiet" onClick={onClear}>
        Clear
      </Button>
      {filter === null && ids.length > 0 && (
        <Text tone="muted">Too many, with others between them, to be a filter; tick them instead.</Text>
      )}
    </Inline>
  );
}
