import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import type { RunStatus } from '../../../shared/model/run.ts';
import { machineMarkOf, machineMarkText } from '../../../shared/model/series/machine-marks.ts';
import {
  describeSystemMetric,
  isSystemMetric,
  type SystemMetric,
  systemMetricsByImportance,
} from '../../../shared/model/system-metrics.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
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

/** What everything that is watched of the machine gives to think of, with the way to see it. */
function Marks({
  runId,
  status,
  watched,
  onShow,
}: {
  runId: string;
  status: RunStatus;
  watched: readonly string[];
  /** Undefined where there is nothing to draw it over. */
  onShow: ((key: string) => void) | undefined;
}) {
  const query = useQuery(
    'runs.curves',
    { runs: [runId], keys: [...watched], x: { kind: 'wall' }, width: columns },
    { keepPrevious: true, enabled: watched.length > 0 },
  );
  useLiveQuery(runId, query.refetch);
  const marks = (query.data?.curves ?? []).flatMap((curve) => machineMarkOf(curve.key, curve) ?? []);
  return (
    <Stack>
      {marks.map((mark) => (
        <Inline key={mark.key}>
          {mark.stretches.length > 0 && <MeaningIcon meaning="warning" size={14} />}
          <Text size="small" {...(mark.stretches.length === 0 && { tone: 'muted' as const })}>
            {machineMarkText(mark, status)}
          </Text>
          {mark.stretches.length > 0 && onShow !== undefined && (
            <Button size="small" variant="quiet" onClick={() => onShow(mark.key)}>
              Show
            </Button>
          )}
        </Inline>
      ))}
    </Stack>
  );
}

/** Asked anew while points come in. */
function useLiveQuery(runId: string, refetch: () => unknown) {
  const ids = useMemo(() => [runId], [runId]);
  useLiveCurves(
    ids,
    useCallback(() => void refetch(), [refetch]),
  );
}

/** As many as one question takes. */
const mostWatched = 20;

/** A metric of the run over what the machine did at the same time. There only where something of the machine was recorded. */
export function MachinePanel({ runId, status }: { runId: string; status: RunStatus }) {
  const keys = useQuery('runs.curveKeys', { runs: [runId] });
  const names = useMemo(() => keys.data?.map(({ key }) => key) ?? [], [keys.data]);
  const machine = useMemo(() => systemMetricsByImportance(names), [names]);
  const metrics = useMemo(() => metricsByImportance(names).filter((name) => !isSystemMetric(name)), [names]);
  const watched = useMemo(
    () => machine.filter((name) => describeSystemMetric(name).watch !== null).slice(0, mostWatched),
    [machine],
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const hasChart = machine.length > 0 && metrics.length > 0;
  if (!hasChart && watched.length === 0) return null;
  const marks = (
    <Marks {...{ runId, status, watched }} onShow={hasChart ? (key) => setChosen(key) : undefined} />
  );
  return (
    <div className={styles.machine}>
      {hasChart ? (
        <Overlay
          {...{ runId, metrics, machine, marks }}
          system={chosen ?? machine[0] ?? ''}
          onSystem={setChosen}
        />
      ) : (
        <Panel title="The machine">{marks}</Panel>
      )}
    </div>
  );
}

function Overlay({
  runId,
  metrics,
  machine,
  marks,
  system,
  onSystem,
}: {
  runId: string;
  metrics: readonly string[];
  machine: readonly string[];
  marks: ReactNode;
  system: string;
  onSystem: (key: string) => void;
}) {
  const [chosenMetric, setMetric] = useState<string | null>(null);
  const metric = chosenMetric ?? metrics[0] ?? '';
  const described = describeSystemMetric(system);
  const query = useQuery(
    'runs.curves',
    { runs: [runId], keys: [metric, system], x: { kind: 'wall' }, width: columns },
    { keepPrevious: true },
  );
  useLiveQuery(runId, query.refetch);
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
            onChange={onSystem}
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
          const { unit } = described;
          const stretches = machineMarkOf(system, right)?.stretches ?? [];
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
              {marks}
            </Stack>
          );
        }}
      </QueryState>
    </Panel>
  );
}
