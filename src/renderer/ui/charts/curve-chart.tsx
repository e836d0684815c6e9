import { type KeyboardEvent, type ReactNode, useId, useMemo } from 'react';
import { cornersOf } from '../../../shared/charts/corners.ts';
import { logEnds, roundEnds } from '../../../shared/charts/round-axis.ts';
import type { ChartPoint } from '../../../shared/charts/series.ts';
import { dashedWhereAlike, type SeriesStyle, seriesStyle } from '../../../shared/charts/series-color.ts';
import { Button } from '../controls/button.tsx';
import { formatMoment, formatNumber, isMoment } from '../format.ts';
import styles from './chart.module.css';
import { type Ends, movedWindow, type Scale, scaledWindow, ZoomOfChart } from './chart-zoom.ts';
import { csvText } from './csv-text.ts';
import type { DrawnSeries, NotFinitePoint } from './drawn-lines.ts';
import { ChartFrame } from './frame.tsx';

interface Points {
  readonly x: readonly number[];
  /** null where the line breaks. */
  readonly y: readonly (number | null)[];
}

export interface ChartCurve extends Points {
  /** Decides the colour: the run's id, so that a run looks the same everywhere. */
  readonly id: string;
  readonly label: string;
  readonly color?: string | undefined;
  readonly notFinite?: readonly NotFinitePoint[] | undefined;
  /** Drawn over the curve itself, which is faint then. */
  readonly smoothed: Points | null;
}

export interface CurveChartProps {
  label: string;
  xLabel: string;
  curves: readonly ChartCurve[];
  /** What is shown. */
  window: Ends;
  /** What there is. */
  extent: Ends;
  /** null for all there is. */
  onWindow: (window: Ends | null) => void;
  xScale: Scale;
  yScale: Scale;
  /** x counts milliseconds since 1970. */
  isTime?: boolean;
  drawn: number;
  /** Points in the window, and all that were recorded. */
  total: { inWindow: number; recorded: number };
  /** What else is to be said of the points: gaps, what has no place on an axis. */
  remark?: string | undefined;
  /** Before the count's end: what else there is to draw. */
  captionStart?: ReactNode;
  /** Names below the drawing where they do not fit beside it; not where they stand elsewhere. */
  hasLegend?: boolean;
  /** The title says which line it is: no name beside it. */
  isNamedByTitle?: boolean;
  height?: number;
}

const labelledCurves = 8;
const crowdFrom = 40;
/** More names than these would be longer than the drawing. */
const mostSavedNames = 60;
const keyStep = 0.25;

/** Curves that can be zoomed: the points of each window come from whoever has them all. */
export function CurveChart(props: CurveChartProps) {
  const { label, xLabel, curves, window, extent, onWindow, xScale, yScale, isTime = false } = props;
  const { drawn, total, remark, captionStart, hasLegend = true, height = 240 } = props;
  const { isNamedByTitle = false } = props;
  const help = useId();
  const series = useMemo(() => {
    const styles = dashedWhereAlike(curves.map(styleOf));
    return curves.flatMap((curve, index) => drawnSeries(curve, styles[index]!));
  }, [curves]);
  const yDomain = useMemo(() => heightOf(series, window, yScale), [series, window, yScale]);
  const zoom = useMemo(() => {
    const shown = { window, extent, scale: xScale };
    return {
      select: onWindow,
      scaleAround: (x: number, factor: number) => onWindow(scaledWindow(shown, x, factor)),
      move: (share: number) => onWindow(movedWindow(shown, share)),
      reset: () => onWindow(null),
    };
  }, [window, extent, xScale, onWindow]);
  const isZoomed = window.from > extent.from || window.to < extent.to;
  const isCrowd = curves.length > crowdFrom;
  const hasEndLabels = curves.length <= labelledCurves && !isNamedByTitle;

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const middle = xScale === 'log' ? Math.sqrt(window.from * window.to) : (window.from + window.to) / 2;
    const actions = new Map([
      ['+', () => zoom.scaleAround(middle, 0.5)],
      ['=', () => zoom.scaleAround(middle, 0.5)],
      ['-', () => zoom.scaleAround(middle, 2)],
      ['ArrowLeft', () => zoom.move(-keyStep)],
      ['ArrowRight', () => zoom.move(keyStep)],
      ['0', zoom.reset],
      ['Escape', zoom.reset],
    ]);
    const action = actions.get(event.key);
    if (action === undefined || (event.key === 'Escape' && !isZoomed)) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return (
    <ZoomOfChart value={zoom}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      <div
        role="group"
        aria-label={`${label}, can be zoomed`}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys zoom and move
        tabIndex={0}
        className={styles.zoomable}
        data-zoomable
        onKeyDown={press}
      >
        <span id={help} className={styles.hidden}>
          Plus and minus zoom, arrow keys move, 0 shows everything.
        </span>
        <ChartFrame
          label={label}
          drawn={drawn}
          total={isZoomed ? total.inWindow : total.recorded}
          noun={[
            isCrowd ? `points of ${curves.length} runs` : 'points',
            isZoomed ? `of this stretch drawn, ${formatNumber(total.recorded)} in all` : 'drawn',
          ].join(' ')}
          height={height}
          legend={
            hasEndLabels || isNamedByTitle || isCrowd || !hasLegend
              ? undefined
              : curves.map((curve) => ({ label: curve.label, color: styleOf(curve).color }))
          }
          savedLegend={
            hasEndLabels || isNamedByTitle || curves.length > mostSavedNames
              ? undefined
              : curves.map((curve) => ({ label: curve.label, color: styleOf(curve).color }))
          }
          csv={() => curvesCsv(curves, xLabel)}
          captionEnd={
            <>
              {captionStart}
              {remark !== undefined && <span>{remark}</span>}
              {isZoomed && (
                <Button size="small" variant="quiet" onClick={zoom.reset}>
                  Show everything
                </Button>
              )}
            </>
          }
          table={{
            head: ['series', 'first', 'last', 'lowest', 'highest'],
            rows: curves.map(({ label: name, y }) => [name, ...summaryOf(y)]),
          }}
        >
          {({ LineDrawing }, space) => (
            <LineDrawing
              {...space}
              {...{ xLabel, yDomain, xScale, yScale, isTime, isCrowd, hasEndLabels, series }}
              xDomain={[window.from, window.to]}
              {...(isTime && { xText: momentText })}
            />
          )}
        </ChartFrame>
      </div>
    </ZoomOfChart>
  );
}

const styleOf = ({ id, color }: ChartCurve) =>
  color === undefined ? seriesStyle(id) : { color, dash: undefined };

function drawnSeries(curve: ChartCurve, style: SeriesStyle): DrawnSeries[] {
  const line = (name: string, points: Points) => {
    const drawn = points.x.map((x, index): ChartPoint => ({ x, y: points.y[index] ?? Number.NaN }));
    const finite = drawn.filter(({ y }) => !Number.isNaN(y));
    return { id: name, label: curve.label, style, points: drawn, drawn, finite };
  };
  const { notFinite } = curve;
  if (curve.smoothed === null) return [{ ...line(curve.id, curve), notFinite }];
  return [
    { ...line(`${curve.id} recorded`, curve), isFaint: true },
    { ...line(curve.id, curve.smoothed), notFinite },
  ];
}

/** Ends of y: what is in the window decides, not the neighbours that lines come from. */
function heightOf(
  series: readonly DrawnSeries[],
  { from, to }: Ends,
  scale: Scale,
): readonly [number, number] {
  const corners = cornersOf(
    series.map(({ drawn }) => ({ drawn: drawn.filter(({ x }) => x >= from && x <= to) })),
  );
  if (corners === undefined) return scale === 'log' ? [1, 10] : [0, 1];
  return (scale === 'log' ? logEnds : roundEnds)(corners.low, corners.high);
}

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const momentText = (atMs: number): string => {
  if (!isMoment(atMs)) return formatMoment(atMs);
  const at = new Date(atMs);
  return at.getHours() + at.getMinutes() + at.getSeconds() === 0 ? day.format(at) : time.format(at);
};

function summaryOf(values: readonly (number | null)[]): (string | number)[] {
  const finite = values.filter((value) => value !== null);
  if (finite.length === 0) return ['none', 'none', 'none', 'none'];
  return [
    finite[0]!,
    finite.at(-1)!,
    finite.reduce((low, value) => Math.min(low, value)),
    finite.reduce((high, value) => Math.max(high, value)),
  ].map((value) => formatNumber(value));
}

/** With what is no number as such. */
function recordedCells({ x, y, notFinite = [] }: ChartCurve): (readonly [number, number | string | null])[] {
  const odd = [...notFinite];
  return x.map((at, index) => {
    const value = y[index] ?? null;
    // Both are by ascending x, and several points may have one.
    return [at, value ?? (odd[0]?.x === at ? (odd.shift()?.value ?? null) : null)] as const;
  });
}

const curvesCsv = (curves: readonly ChartCurve[], xLabel: string): string =>
  csvText(
    ['series', xLabel, 'value', 'kind'],
    curves.flatMap((curve) => [
      ...recordedCells(curve).map(([x, value]) => [curve.label, x, value, 'recorded'] as const),
      ...(curve.smoothed?.x ?? []).map(
        (x, index) => [curve.label, x, curve.smoothed?.y[index] ?? null, 'smoothed'] as const,
      ),
    ]),
  );
