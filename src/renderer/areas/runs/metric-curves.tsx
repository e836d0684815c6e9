import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { curveCharts } from '../../../shared/model/series/curve-charts.ts';
import { mixedSteps } from '../../../shared/model/series/mixed-steps.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  CurveChart,
  countOf,
  formatNumber,
  Grid,
  HighlightedSeries,
  Inline,
  Panel,
  paletteColor,
  Skeleton,
  Stack,
  Text,
} from '../../ui/index.ts';
import { axisTitle, CurveToolbar, epochMetric, useCurveSettings } from './curve-settings.tsx';
import { LineCap, linesAtFirst, mostLines } from './line-cap.tsx';
import { MixedStepsNote, spanOf } from './mixed-steps-note.tsx';
import type { NamedRun } from './named-run.ts';
import { RunLegend } from './run-legend.tsx';
import styles from './runs.module.css';
import { useLiveCurves } from './use-live-curves.ts';
import { usePageSetting } from './use-page-setting.ts';
import { useSettled } from './use-settled.ts';

type Curves = CommandOutput<'runs.curves'>;

/** Of all curves of a chart together: more could not be told apart on a screen. */
const columnsInAll = 12_000;
const mostColumns = 1000;
const fewestColumns = 30;
const columnsFor = (curves: number) =>
  Math.max(fewestColumns, Math.min(mostColumns, Math.floor(columnsInAll / curves)));

/** What is not drawn is said. */
function remarkOn({ curves }: Curves, wanted: number, what: string): string | undefined {
  const sum = (count: (curve: Curves['curves'][number]) => number) =>
    curves.reduce((all, curve) => all + count(curve), 0);
  const parts = [
    [sum(({ gaps }) => gaps), 'NaN (×)'],
    [sum(({ infinities }) => infinities), 'infinite (∧ ∨)'],
    [sum(({ leftOut }) => leftOut), 'off the axis'],
  ] as const;
  const said = parts.flatMap(([count, kind]) => (count === 0 ? [] : [`${formatNumber(count)} ${kind}`]));
  const runs = new Set(curves.map(({ runId }) => runId)).size;
  if (runs < wanted) said.push(`${countOf(wanted - runs, 'run')} without ${what}`);
  return said.length === 0 ? undefined : said.join(', ');
}

const total = (curves: Curves['curves'], count: 'totalPoints' | 'pointsInWindow' | 'pointsDrawn') =>
  curves.reduce((sum, curve) => sum + curve[count], 0);

/** Points that are read within about a second. */
const quicklyRead = 2_000_000;

/** A chart that shows what was asked before for longer says so. */
const lateMs = 400;

/** What takes seconds says what it is about. */
function FirstLook({ points }: { points: number }) {
  return (
    <Stack>
      <Text tone="muted">
        Reading up to {formatNumber(points)} points. The first look takes some seconds, later ones and every
        zoom are quick; meanwhile all else can be used.
      </Text>
      <Skeleton />
    </Stack>
  );
}

interface ZoomedWindow {
  readonly axis: string;
  readonly ends: { readonly from: number; readonly to: number };
}

/** One chart: some metrics of some runs. Runs keep their colours; several metrics of one run have the palette's. */
function CurvePanel({
  title,
  keys,
  runs,
  epoch,
  cap,
  points,
  isOneRun,
  hasLegend,
}: {
  title: string;
  keys: readonly string[];
  runs: readonly NamedRun[];
  /** A metric that says the epoch, where there is one. */
  epoch: string | undefined;
  /** What else could be drawn, and the button that does. */
  cap: ReactNode;
  /** At most, in all of these curves. */
  points: number;
  /** Of a page of one run, several metrics share a chart and have colours of their own. */
  isOneRun: boolean;
  /** Names stand above all charts. */
  hasLegend: boolean;
}) {
  const settings = useCurveSettings();
  const [window, setWindow] = usePageSetting<ZoomedWindow | null>(`zoom of ${title}`, null, {
    ofTheseRuns: true,
  });
  const axis = `${JSON.stringify(settings.x)} ${settings.xScale}`;
  // A stretch of steps is no stretch of the clock.
  const ends = window?.axis === axis ? window.ends : undefined;
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const query = useQuery(
    'runs.curves',
    {
      ...settings,
      runs: ids,
      keys: [...keys],
      width: columnsFor(runs.length * keys.length),
      ...(ends !== undefined && { window: ends }),
    },
    { keepPrevious: true },
  );
  const { refetch } = query;
  useLiveCurves(
    ids,
    useCallback(() => void refetch(), [refetch]),
  );
  const names = useMemo(() => new Map(runs.map(({ id, name }) => [id, name])), [runs]);
  const curves = useMemo(
    () =>
      query.data?.curves.map((curve) => ({
        ...curve,
        id: isOneRun ? curve.key : `${curve.runId}`,
        label: isOneRun ? curve.key : (names.get(curve.runId) ?? curve.runId),
        ...(isOneRun && { color: paletteColor(keys.indexOf(curve.key)) }),
      })) ?? [],
    [query.data, names, isOneRun, keys],
  );
  const isByStep = query.data?.x.kind === 'step';
  const mixed = useMemo(
    () => (isByStep && ends === undefined ? mixedSteps(curves.map(spanOf)) : null),
    [isByStep, ends, curves],
  );
  const isLate = useSettled(query.isPlaceholderData, lateMs) && query.isPlaceholderData;
  return (
    <Panel
      title={title}
      actions={
        isLate && (
          <span role="status">
            <Text tone="muted">Being worked out, still drawn as before</Text>
          </span>
        )
      }
    >
      {mixed !== null && <MixedStepsNote {...mixed} epoch={epoch} />}
      <QueryState
        query={query}
        what="The curves"
        loading={points > quicklyRead ? <FirstLook points={points} /> : undefined}
      >
        {(data) =>
          data.extent === null || data.window === null ? (
            <Text tone="muted">None of these points has a place on these axes.</Text>
          ) : (
            <CurveChart
              label={`${title} by ${axisTitle(data.x)}`}
              xLabel={axisTitle(data.x)}
              curves={curves}
              window={data.window}
              extent={data.extent}
              onWindow={(next) => setWindow(next === null ? null : { axis, ends: next })}
              captionStart={cap}
              hasLegend={!hasLegend}
              xScale={data.xScale}
              yScale={data.yScale}
              isTime={data.x.kind === 'wall'}
              drawn={total(data.curves, 'pointsDrawn')}
              total={{
                inWindow: total(data.curves, 'pointsInWindow'),
                recorded: total(data.curves, 'totalPoints'),
              }}
              isNamedByTitle={isOneRun && keys.length === 1}
              remark={remarkOn(
                data,
                runs.length,
                data.x.kind === 'metric' ? `${title} or ${data.x.key}` : title,
              )}
            />
          )
        }
      </QueryState>
    </Panel>
  );
}

const chartsAtOnce = 12;
/** From so many runs on, names stand in a legend for all charts. */
const legendFrom = 9;
const noneHidden: readonly string[] = [];

/** How the metrics of runs went. `total` is how many runs there are, where only the first of them are given. */
export function MetricCurves({
  runs,
  total: inAll = runs.length,
}: {
  runs: readonly NamedRun[];
  total?: number;
}) {
  const [shown, setShown] = useState(chartsAtOnce);
  const [isAll, setAll] = usePageSetting('all curves', false, { ofTheseRuns: true });
  const [hiddenIds, setHiddenIds] = usePageSetting('hidden runs', noneHidden, { ofTheseRuns: true });
  const hidden = useMemo(() => new Set(hiddenIds), [hiddenIds]);
  const [pointed, setPointed] = useState<string | null>(null);
  const capped = useMemo(() => runs.slice(0, isAll ? mostLines : linesAtFirst), [runs, isAll]);
  const drawn = useMemo(() => capped.filter(({ id }) => !hidden.has(id)), [capped, hidden]);
  const highlight = useMemo(() => ({ id: pointed, set: setPointed }), [pointed]);
  const keys = useQuery('runs.curveKeys', { runs: capped.map(({ id }) => id) }, { keepPrevious: true });
  const charts = useMemo(
    () => curveCharts(keys.data?.map(({ key }) => key) ?? [], { isOneRun: runs.length === 1 }),
    [keys.data, runs.length],
  );
  const pointsOf = (names: readonly string[]) =>
    (keys.data ?? [])
      .filter(({ key }) => names.includes(key))
      .reduce((sum, { runs: count, mostPoints }) => sum + count * mostPoints, 0);
  const epoch = epochMetric(keys.data?.map(({ key }) => key) ?? []);
  const cap =
    capped.length < inAll ? (
      <LineCap drawn={capped.length} total={inAll} onAll={() => setAll(true)} />
    ) : undefined;
  return (
    <div className={styles.charts}>
      <QueryState query={keys} what="The curves">
        {(data) =>
          data.length === 0 ? (
            <Text tone="muted">Every metric here has a single value: there is no curve to draw.</Text>
          ) : (
            <Stack>
              <CurveToolbar metrics={data.map(({ key }) => key)} />
              {runs.length >= legendFrom && (
                <RunLegend
                  runs={capped}
                  total={inAll}
                  hidden={hidden}
                  onHidden={(next) => setHiddenIds([...next])}
                  onPoint={setPointed}
                />
              )}
              {drawn.length === 0 ? (
                <Text tone="muted">All runs are hidden.</Text>
              ) : (
                <HighlightedSeries value={highlight}>
                  <Grid columnWidth={charts.length === 1 ? 900 : 400}>
                    {charts.slice(0, shown).map(({ title, keys: names }) => (
                      <CurvePanel
                        key={title}
                        {...{ title, epoch, cap }}
                        keys={names}
                        points={pointsOf(names)}
                        runs={drawn}
                        isOneRun={runs.length === 1}
                        hasLegend={runs.length >= legendFrom}
                      />
                    ))}
                  </Grid>
                </HighlightedSeries>
              )}
              {charts.length > shown && (
                <Inline>
                  <Button onClick={() => setShown(shown + chartsAtOnce)}>
                    Show more of {countOf(charts.length, 'chart')}
                  </Button>
                  <Text tone="muted">{shown} are shown.</Text>
                </Inline>
              )}
            </Stack>
          )
        }
      </QueryState>
    </div>
  );
}
