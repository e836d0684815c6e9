import type { RunStatus } from '../../../shared/model/run.ts';
import { type Meaning, StatusDot } from '../../ui/index.ts';

const meanings: Record<RunStatus, Meaning> = {
  scheduled: 'neutral',
  running: 'info',
  finished: 'good',
  failed: 'bad',
  killed: 'warning',
};

export function RunStatusDot({ status }: { status: RunStatus }) {
  return (
    <StatusDot meaning={meanings[status]} live={status === 'running'}>
      {status}
    </StatusDot>
  );
}
