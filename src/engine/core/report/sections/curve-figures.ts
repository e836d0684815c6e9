import { paletteColor, type SeriesStyle } from '../../../../shared/charts/series-color.ts';
import { countOf, formatNumber } from '../../../../shared/model/format.ts';
import type { DrawnCurve } from '../../../../shared/model/series/curves-answer.ts';
import { lineFigure } from '../line-figure.ts';
import { html, type Markup } from '../markup.ts';

export interface CurveChart {
  readonly title: string;
  readonly curves: readonly DrawnCurve[];
}

export interface CurvesPart {
  readonly charts: readonly CurveChart[];
  /** There are as many that could be drawn. */
  readonly total: number;
}

const sumOf = (curves: readonly DrawnCurve[], count: (curve: DrawnCurve) => number): number =>
  curves.reduce((sum, curve) => sum + count(curve), 0);

/** How many points of how many, and what of them is no point. */
function captionOf(curves: readonly DrawnCurve[], runs: number): string {
  const drawn = sumOf(curves, ({ pointsDrawn }) => pointsDrawn);
  const total = sumOf(curves, ({ pointsInWindow }) => pointsInWindow);
  const gaps = sumOf(curves, ({ gaps: count }) => count);
  const infinities = sumOf(curves, (curve) => curve.infinities);
  const without = runs - new Set(curves.map(({ runId }) => runId)).size;
  return [
    drawn + gaps + infinities === total
      ? `all ${countOf(total, 'point')}`
      : `${formatNumber(drawn)} of ${countOf(total, 'point')}, with every highest and lowest`,
    ...(gaps > 0 ? [`${formatNumber(gaps)} NaN, where the line breaks`] : []),
    ...(infinities > 0 ? [`${formatNumber(infinities)} infinite, which have no place`] : []),
    ...(without > 0 ? [`${countOf(without, 'run')} without it`] : []),
  ].join('; ');
}

/** Curves of runs by step. Runs have their colours; several metrics of one run have the palette's. */
export function curveFigures(
  runs: readonly { readonly id: string; readonly name: string }[],
  styleOf: (runId: string) => SeriesStyle,
  { charts, total }: CurvesPart,
): Markup {
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  const isOneRun = runs.length === 1;
  if (charts.length === 0) return html``;
  return html`<div class="figures">${charts.map(({ title, curves }) =>
    lineFigure({
      title: `${title} by step`,
      xLabel: 'step',
      yLabel: title,
      lines: curves.map(({ runId, key, x, y }, index) => ({
        id: `${runId} ${key}`,
        label: isOneRun ? key : (names.get(runId) ?? runId),
        style: isOneRun ? { color: paletteColor(index), dash: undefined } : styleOf(runId),
        points: x.map((at, place) => ({ x: at, y: y[place] ?? Number.NaN })),
      })),
      caption: `${captionOf(curves, runs.length)}.`,
    }),
  )}</div>${
    charts.length < total &&
    html`<p class="muted">The first ${charts.length} of ${total} charts; the others are in the window and in <code>modelyard runs curves</code>.</p>`
  }`;
}
