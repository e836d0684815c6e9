import type { SpanOutline, TraceState } from '../../../shared/model/trace.ts';
import { type Meaning, StatusDot } from '../../ui/index.ts';

const meanings: Record<TraceState, Meaning> = {
  unspecified: 'neutral',
  ok: 'good',
  error: 'bad',
  'in-progress': 'info',
};
export const stateTitles: Record<TraceState, string> = {
  unspecified: 'not said',
  ok: 'ok',
  error: 'error',
  'in-progress': 'in progress',
};

export function TraceStateDot({ state }: { state: TraceState }) {
  return (
    <StatusDot meaning={meanings[state]} live={state === 'in-progress'}>
      {stateTitles[state]}
    </StatusDot>
  );
}

/** A span that ended and says nothing is taken for one that went well. */
export function SpanStatusDot({ span }: { span: SpanOutline }) {
  if (span.status === 'error') return <StatusDot meaning="bad">error</StatusDot>;
  if (span.durationMs === null)
    return (
      <StatusDot meaning="info" live>
        goes on
      </StatusDot>
    );
  return (
    <StatusDot meaning={span.status === 'ok' ? 'good' : 'neutral'}>
      {span.status === 'ok' ? 'ok' : 'ended'}
    </StatusDot>
  );
}
