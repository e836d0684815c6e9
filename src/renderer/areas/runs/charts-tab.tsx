import { useMemo } from 'react';
import type { RunDetail } from '../../../shared/model/run.ts';
import { MachinePanel } from './machine-panel.tsx';
import { MetricCurves } from './metric-curves.tsx';

/** How the metrics of a run went. */
export function ChartsTab({ run: { id, name, status } }: { run: RunDetail }) {
  const runs = useMemo(() => [{ id, name }], [id, name]);
  return (
    <>
      <MachinePanel runId={id} status={status} />
      <MetricCurves runs={runs} />
    </>
  );
}
