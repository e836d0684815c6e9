import { metricsByImportance } from '../../../../shared/model/metric-order.ts';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { formatDuration, KeyValues, NumberCell, RelativeTime, Stack, Text } from '../../../ui/index.ts';
import { metricNumber } from '../metric-number.ts';
import { RunName } from '../run-name.tsx';
import { RunStatusDot } from '../run-status.tsx';

const shownMetrics = 4;

/** A run in a few lines, for whoever rests on a mention of it. */
export function RunCard({ id }: { id: string }) {
  const run = useQuery('runs.get', { run: id });
  return (
    <QueryState query={run} what="The run">
      {(data) => (
        <Stack>
          <Text strong>
            <RunName id={data.id} name={data.name} />
          </Text>
          <KeyValues
            label="Run"
            facts={[
              { name: 'Status', value: <RunStatusDot status={data.status} /> },
              { name: 'Experiment', value: data.experiment },
              { name: 'Started', value: <RelativeTime atMs={data.startedAtMs} /> },
              ...(data.durationMs === null
                ? []
                : [{ name: 'Duration', value: formatDuration(data.durationMs) }]),
              ...metricsByImportance(Object.keys(data.metrics))
                .slice(0, shownMetrics)
                .map((name) => ({ name, value: <NumberCell value={metricNumber(data.metrics[name])} /> })),
            ]}
          />
        </Stack>
      )}
    </QueryState>
  );
}
