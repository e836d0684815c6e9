import { useCallback, useMemo, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { measureOf } from '../../../shared/model/metric-measure.ts';
import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  CurveChart,
  countOf,
  formatNumber,
  Grid,
  Inline,
  Panel,
  paletteColor,
  Stack,
  Text,
} from '../../ui/index.ts';
import { axisTitle, CurveToolbar, useCurveSettings } from './curve-settings.tsx';
import styles from './runs.module.css';
import { useLiveCurves } from './use-live-curves.ts';

type Curves = CommandOutput<'runs.curves'>;
export interface NamedRun {
  id: string;
  name: string;
}

/** Of all curves of a chart together: more could not be told apart on a screen. */
const columnsInAll = 12_000;
const mostColumns = 1000;
const fewestColumns = 30;
const columnsFor = (curves: number) =>
  Math.max(fewestColumns, Math.min(mostColumns, Math.floor(columnsInAll / curves)));

/** What is not drawn is said. */
function remarkOn({ curves }: Curves): string | undefined {
  const sum = (count: (curve: Curves['curves'][number]) => number) =>
    curves.reduce((all, curve) => all + count(curve), 0);
  const parts = [
    [sum(({ gaps }) => gaps), 'NaN'],
    [sum(({ infinities }) => infinities), 'infinite'],
    [sum(({ leftOut }) => leftOut), 'off the axis'],
  ] as const;
  const said = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${formatNumber(count)} ${what}`]));
  return said.length === 0 ? undefined : said.join(', ');
}

const total = (curves: Curves['curves'], count: 'pointsInWindow' | 'pointsDrawn') =>
  curves.reduce((sum, curve) => sum + curve[count], 0);

/** One chart: some metrics of some runs. Runs keep their colours; several metrics of one run have the palette's. */
function CurvePanel({
  title,
  keys,
  runs,
}: {
  title: string;
  keys: readonly string[];
  runs: readonly NamedRun[];
}) {
  const settings = useCurveSettings();
  const [window, setWindow] = useState<{ axis: string; ends: { from: number; to: number } } | null>(null);
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
  const isOneRun = runs.length === 1;
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
  return (
    <Panel title={title}>
      <QueryState query={query} what="The curves">
        {(data) =>
          data.extent === null || data.window === null ? (
            <Text tone="muted">None of these points has a place on these axes.</Text>
          ) : (
            <CurveChart
              label={`${title} by ${axisTitle(settings.x)}`}
              xLabel={axisTitle(settings.x)}
              curves={curves}
              window={data.window}
              extent={data.extent}
              onWindow={(next) => setWindow(next === null ? null : { axis, ends: next })}
              xScale={settings.xScale}
              yScale={settings.yScale}
              isTime={settings.x.kind === 'wall'}
              drawn={total(data.curves, 'pointsDrawn')}
              total={total(data.curves, 'pointsInWindow')}
              remark={remarkOn(data)}
            />
          )
        }
      </QueryState>
    </Panel>
  );
}

const chartsAtOnce = 12;

function chartsOf(keys: CommandOutput<'runs.curveKeys'>, isOneRun: boolean) {
  const charts = new Map<string, string[]>();
  for (const name of metricsByImportance(keys.map(({ key }) => key))) {
    // Curves of one measure share a chart of one run: training and validation are read together.
    const title = isOneRun ? measureOf(name) : name;
    charts.set(title, [...(charts.get(title) ?? []), name]);
  }
  return [...charts].map(([title, names]) => ({ title, keys: names }));
}

/** How the metrics of runs went. */
export function MetricCurves({ runs }: { runs: readonly NamedRun[] }) {
  const [shown, setShown] = useState(chartsAtOnce);
  const keys = useQuery('runs.curveKeys', { runs: runs.map(({ id }) => id) });
  const charts = useMemo(() => chartsOf(keys.data ?? [], runs.length === 1), [keys.data, runs.length]);
  return (
    <div className={styles.charts}>
      <QueryState query={keys} what="The curves">
        {(data) =>
          data.length === 0 ? (
            <Text tone="muted">Every metric here has a single value: there is no curve to draw.</Text>
          ) : (
            <Stack>
              <CurveToolbar metrics={data.map(({ key }) => key)} />
              <Grid columnWidth={charts.length === 1 ? 900 : 400}>
                {charts.slice(0, shown).map(({ title, keys: names }) => (
                  <CurvePanel key={title} title={title} keys={names} runs={runs} />
                ))}
              </Grid>
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
