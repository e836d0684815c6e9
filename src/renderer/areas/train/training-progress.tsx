import { shareDone } from '../../../shared/model/progress.ts';
import { navigate } from '../../app/index.ts';
import { useCommand, useLive, useQuery } from '../../client/index.ts';
import {
  Button,
  ErrorState,
  formatDuration,
  formatNumber,
  Inline,
  Panel,
  ProgressBar,
  Stack,
  Text,
} from '../../ui/index.ts';

/** How far the training is, how long still, and the way to end it; why it failed when it did. Nothing once it has succeeded. */
export function TrainingProgress({ jobId }: { jobId: string }) {
  const job = useQuery('jobs.get', { job: jobId });
  const live = useLive((state) => state.jobProgress[jobId]);
  const cancel = useCommand('jobs.cancel', { failure: 'The training could not be cancelled' });
  if (job.data === undefined || job.data.state === 'succeeded') return null;
  const { state, error } = job.data;
  if (state === 'failed')
    return (
      <ErrorState
        title="The training failed."
        detail={error?.message}
        action={{ label: 'Change and train again', onClick: () => navigate({ area: 'train' }) }}
        secondary={{ label: 'Read the log', onClick: () => navigate({ area: 'jobs', id: jobId }) }}
      />
    );
  if (state === 'cancelled')
    return (
      <Inline>
        <Text tone="muted">Cancelled. What was recorded until then is below.</Text>
        <Button onClick={() => navigate({ area: 'train' })}>Train again</Button>
      </Inline>
    );
  const progress = live ?? job.data.progress;
  const { completed, total, remainingMs, figure, phase } = progress ?? {};
  const share = shareDone(progress);
  const text = [
    share !== null && `${formatNumber(completed)}/${formatNumber(total)}`,
    remainingMs !== undefined && `about ${formatDuration(remainingMs)} left`,
  ].filter((part) => part !== false);
  return (
    <Panel
      title={state === 'queued' ? 'Waiting for its turn' : (phase ?? 'Starting')}
      actions={
        <Button
          size="small"
          variant="danger"
          busy={cancel.isRunning}
          onClick={() => void cancel.run({ job: jobId })}
        >
          Cancel
        </Button>
      }
    >
      <Stack>
        <ProgressBar label={phase ?? 'Training'} share={share} text={text.join(', ') || undefined} />
        {figure !== undefined && (
          <Inline>
            <Text tone="muted">{figure.name}</Text>
            <Text strong>{formatNumber(figure.value)}</Text>
          </Inline>
        )}
      </Stack>
    </Panel>
  );
}
