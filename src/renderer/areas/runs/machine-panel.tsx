import { useCallback, useMemo, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import { lengthOf, markedStretches, type Stretch } from '../../../shared/model/series/marked-stretches.ts';
import {
  describeSystemMetric,
  isSystemMetric,
  isWorthAMark,
  type SystemMetric,
  systemMetricsByImportance,
} from '../../../shared/model/system-metrics.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  countOf,
  formatDuration,
  formatPercent,
  Inline,
  MeaningIcon,
  OverlayChart,
  Panel,
  paletteColor,
  Select,
  Stack,
  Text,
} from '../../ui/index.ts';
import styles from './runs.module.css';
import { useLiveCurves } from './use-live-curves.ts';

type Curve = CommandOutput<'runs.curves'>['curves'][number];

const columns = 800;
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const clockText = (atMs: number): string => clock.format(atMs);

const pointsOf = (curve: Curve | undefined) =>
  curve?.x.map((x, index) => ({ x, y: curve.y[index] ?? Number.NaN })) ?? [];

const titleOf = ({ title, unit }: SystemMetric): string => (unit === '' ? title : `${title}, ${unit}`);

/** `GPU 0 idled 3 times, 2 min in all, 34 % of the time that was recorded.` */
const markText = (
  { title, watch }: SystemMetric,
  stretches: readonly Stretch[],
  recordedMs: number,
): string => {
  const what =
    watch === 'idle'
      ? `${title} was below 5 %`
      : `${title} was at 95 % or more, and a run that needs more fails`;
  const length = lengthOf(stretches);
  return `${what}: ${countOf(stretches.length, 'time')}, ${formatDuration(length)} in all, ${formatPercent(length / recordedMs)} of the time that was recorded.`;
};

function Marks({
  metric,
  curve,
  stretches,
}: {
  metric: SystemMetric;
  curve: Curve;
  stretches: readonly Stretch[];
}) {
  if (metric.watch === null) return null;
  const recordedMs = (curve.x.at(-1) ?? 0) - (curve.x[0] ?? 0);
  if (stretches.length === 0)
    return (
      <Text tone="muted" size="small">
        {metric.watch === 'idle' ? 'It never idled while it was recorded.' : 'It was never near full.'}
      </Text>
    );
  return (
    <Inline>
      <MeaningIcon meaning="warning" size={14} />
      <Text size="small">{markText(metric, stretches, recordedMs)}</Text>
    </Inline>
  );
}

/** A metric of the run over what the machine did at the same time. There only where something of the machine was recorded. */
export function MachinePanel({ runId }: { runId: string }) {
  const keys = useQuery('runs.curveKeys', { runs: [runId] });
  const names = useMemo(() => keys.data?.map(({ key }) => key) ?? [], [keys.data]);
  const machine = useMemo(() => systemMetricsByImportance(names), [names]);
  const metrics = useMemo(() => metricsByImportance(names).filter((name) => !isSystemMetric(name)), [names]);
  if (machine.length === 0 || metrics.length === 0) return null;
  return (
    <div className={styles.machine}>
      <Overlay runId={runId} metrics={metrics} machine={machine} />
    </div>
  );
}

function Overlay({
  runId,
  metrics,
  machine,
}: {
  runId: string;
  metrics: readonly string[];
  machine: readonly string[];
}) {
  const [chosenMetric, setMetric] = useState<string | null>(null);
  const [chosenMachine, setMachine] = useState<string | null>(null);
  const metric = chosenMetric ?? metrics[0] ?? '';
  const system = chosenMachine ?? machine[0] ?? '';
  const described = describeSystemMetric(system);
  const query = useQuery(
    'runs.curves',
    { runs: [runId], keys: [metric, system], x: { kind: 'wall' }, width: columns },
    { keepPrevious: true },
  );
  const { refetch } = query;
  const ids = useMemo(() => [runId], [runId]);
  useLiveCurves(
    ids,
    useCallback(() => void refetch(), [refetch]),
  );
  return (
    <Panel
      title="With the machine"
      actions={
        <Inline>
          <Select
            inline
            hideLabel
            label="Metric"
            value={metric}
            onChange={setMetric}
            options={metrics.map((value) => ({ value, label: value }))}
          />
          <Select
            inline
            hideLabel
            label="Of the machine"
            value={system}
            onChange={setMachine}
            options={machine.map((value) => ({ value, label: titleOf(describeSystemMetric(value)) }))}
          />
        </Inline>
      }
    >
      <QueryState query={query} what="The curves">
        {({ curves, window }) => {
          const [left, right] = [metric, system].map((key) => curves.find((curve) => curve.key === key));
          if (window === null || right === undefined || left === undefined)
            return <Text tone="muted">These two were not recorded with a time.</Text>;
          const { watch, unit } = described;
          const stretches =
            watch === null ? [] : markedStretches(right, (value) => isWorthAMark(watch, value));
          return (
            <Stack>
              <OverlayChart
                label={`${metric} and ${described.title} over time`}
                lines={{
                  left: { label: metric, unit: '', color: paletteColor(0), points: pointsOf(left) },
                  right: {
                    ...{ label: described.title, unit, color: paletteColor(1), points: pointsOf(right) },
                    ...(unit === '%' && { holds: [0, 100] as const }),
                  },
                }}
                window={window}
                xText={clockText}
                stretches={stretches}
                drawn={left.pointsDrawn + right.pointsDrawn}
                total={left.pointsInWindow + right.pointsInWindow}
              />
              <Marks metric={described} curve={right} stretches={stretches} />
            </Stack>
          );
        }}
      </QueryState>
    </Panel>
  );
}
