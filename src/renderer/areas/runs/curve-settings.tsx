import { useMemo } from 'react';
import { create } from 'zustand';
import type { CommandInput } from '../../../shared/contract/index.ts';
import { smoothings } from '../../../shared/model/series/smooth-curve.ts';
import { Inline, NumberField, recall, remember, Select, Switch } from '../../ui/index.ts';
import { usePageSetting } from './use-page-setting.ts';

type CurvesInput = CommandInput<'runs.curves'>;
type Axis = NonNullable<CurvesInput['x']>;
type SmoothingName = (typeof smoothings)[number]['name'];

export interface CurveSettings {
  x: Axis;
  xScale: 'linear' | 'log';
  yScale: 'linear' | 'log';
  smoothing: { name: SmoothingName; amount: number } | null;
}

const usual: CurveSettings = { x: { kind: 'step' }, xScale: 'linear', yScale: 'linear', smoothing: null };
const storageKey = 'curves';
const isSettings = (value: unknown): value is CurveSettings =>
  typeof value === 'object' && value !== null && Object.keys(usual).every((name) => name in value);

const useSharedSettings = create<CurveSettings>(() => recall(storageKey, isSettings) ?? usual);
const set = (change: Partial<CurveSettings>) => {
  useSharedSettings.setState(change);
  remember(storageKey, useSharedSettings.getState());
};

/** A metric as x is chosen for one page: other runs may have none of its name. */
const useMetricAsX = () => usePageSetting<Axis | null>('curves x', null, { ofTheseRuns: true });

/** How curves are looked at, in a run and in a comparison alike, also after a restart. */
export function useCurveSettings(): CurveSettings {
  const shared = useSharedSettings();
  const [metricAsX] = useMetricAsX();
  return useMemo(() => ({ ...shared, x: metricAsX ?? shared.x }), [shared, metricAsX]);
}

export function useChooseAxis(): (x: Axis) => void {
  const [, setMetricAsX] = useMetricAsX();
  return (x) => {
    setMetricAsX(x.kind === 'metric' ? x : null);
    if (x.kind !== 'metric') set({ x });
  };
}

const axes = [
  { value: 'step', label: 'Step' },
  { value: 'relative', label: 'Time since start' },
  { value: 'wall', label: 'Clock' },
] as const;

const axisFrom = (value: string): Axis => {
  const plain = axes.find((axis) => axis.value === value);
  return plain === undefined ? { kind: 'metric', key: value.slice('metric:'.length) } : { kind: plain.value };
};

export const axisTitle = (axis: Axis): string =>
  axis.kind === 'metric'
    ? axis.key
    : { step: 'step', relative: 'seconds since start', wall: 'clock' }[axis.kind];

/** The metric by which trainers say which epoch a step belongs to. */
export const epochMetric = (metrics: readonly string[]): string | undefined =>
  metrics.find((name) => /^(.*\/)?epochs?$/i.test(name));

function Smoothing() {
  const smoothing = useSharedSettings((settings) => settings.smoothing);
  const method = smoothings.find(({ name }) => name === smoothing?.name);
  return (
    <>
      <Select
        label="Smoothing"
        inline
        value={smoothing?.name ?? 'none'}
        onChange={(name) => {
          const chosen = smoothings.find((each) => each.name === name);
          set({
            smoothing: chosen === undefined ? null : { name: chosen.name, amount: chosen.amount.default },
          });
        }}
        options={[
          { value: 'none' as const, label: 'None' },
          ...smoothings.map(({ name, title }) => ({ value: name, label: title })),
        ]}
      />
      {smoothing !== null && method !== undefined && (
        <NumberField
          label={method.amount.title}
          value={smoothing.amount}
          minimum={method.amount.min}
          maximum={method.amount.max}
          step={method.amount.isWhole ? 1 : method.amount.min || 0.05}
          onChange={(amount) => {
            if (amount !== null && amount >= method.amount.min && amount <= method.amount.max)
              set({ smoothing: { name: method.name, amount } });
          }}
        />
      )}
    </>
  );
}

/** What x is, which axes are logarithmic, how curves are smoothed. */
export function CurveToolbar({ metrics }: { metrics: readonly string[] }) {
  const { x, xScale, yScale } = useCurveSettings();
  const chooseAxis = useChooseAxis();
  const epoch = epochMetric(metrics);
  const named = [
    ...axes,
    ...(epoch === undefined ? [] : [{ value: `metric:${epoch}`, label: 'Epoch' }]),
    ...metrics.filter((name) => name !== epoch).map((name) => ({ value: `metric:${name}`, label: name })),
  ];
  return (
    <Inline align="end">
      <Select
        label="x axis"
        inline
        value={x.kind === 'metric' ? `metric:${x.key}` : x.kind}
        onChange={(value) => chooseAxis(axisFrom(value))}
        options={named}
      />
      <Switch
        label="Log x"
        checked={xScale === 'log'}
        onChange={(isLog) => set({ xScale: isLog ? 'log' : 'linear' })}
      />
      <Switch
        label="Log y"
        checked={yScale === 'log'}
        onChange={(isLog) => set({ yScale: isLog ? 'log' : 'linear' })}
      />
      <Smoothing />
    </Inline>
  );
}
