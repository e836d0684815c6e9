import { cornersOf } from '../../../shared/charts/corners.ts';
import { spreadLabels } from '../../../shared/charts/end-labels.ts';
import { linePath } from '../../../shared/charts/line-path.ts';
import { roundEnds } from '../../../shared/charts/round-axis.ts';
import type { ChartPoint } from '../../../shared/charts/series.ts';
import type { SeriesStyle } from '../../../shared/charts/series-color.ts';
import { shortenedLabel } from '../../../shared/charts/shortened-label.ts';
import { html, type Markup, type Part } from './markup.ts';
import { openEnds, plotOf, short } from './plot.ts';

export interface FigureLine {
  readonly id: string;
  readonly label: string;
  readonly style: SeriesStyle;
  /** By ascending x; a y that is NaN breaks the line. */
  readonly points: readonly ChartPoint[];
}

/** So many names find room at the ends of the lines. */
const labelledLines = 8;
/** More names than these are longer than the drawing; the table of runs has the colours. */
const mostNames = 60;
const crowdFrom = 40;
const labelGap = 13;
const longestLabel = 20;

/** Lines over a number, as a drawing that needs nothing but the page. Nothing where no point can be drawn. */
export function lineFigure({
  title,
  xLabel,
  yLabel = '',
  lines,
  caption,
  ends,
}: {
  title: string;
  xLabel: string;
  yLabel?: string;
  lines: readonly FigureLine[];
  caption: Part;
  /** Of both axes; the points decide unless said otherwise. */
  ends?: readonly [low: number, high: number];
}): Markup {
  const corners = cornersOf(lines.map(({ points }) => ({ drawn: points })));
  if (corners === undefined) return html``;
  const hasLabels = lines.length <= labelledLines;
  const plot = plotOf(
    { label: xLabel, ends: ends ?? openEnds(corners.left, corners.right) },
    { label: yLabel, ends: ends ?? roundEnds(corners.low, corners.high) },
    { hasLabels },
  );
  const isCrowd = lines.length > crowdFrom;
  const drawn = lines.map((line) => lineMarkup(line, { plot, isCrowd }));
  return html`<figure>${plot.draw(title, [...drawn, ...(hasLabels ? endLabels(lines, plot) : [])])}
<figcaption>${hasLabels ? null : legend(lines)}<strong>${title}</strong>: ${caption}</figcaption></figure>`;
}

type PlotOfLines = ReturnType<typeof plotOf>;

function lineMarkup(
  { points, style: { color, dash } }: FigureLine,
  { plot, isCrowd }: { plot: PlotOfLines; isCrowd: boolean },
): Markup {
  const [only] = points;
  if (only !== undefined && points.length === 1 && !Number.isNaN(only.y))
    return html`<circle cx="${short(plot.x(only.x))}" cy="${short(plot.y(only.y))}" r="2" fill="${color}"/>`;
  const path = linePath(points, ({ x, y }) => `${short(plot.x(x))} ${short(plot.y(y))}`);
  if (path === undefined) return html``;
  const dashes = dash === undefined || isCrowd ? null : html` stroke-dasharray="${dash}"`;
  return html`<path d="${path}" fill="none" stroke="${color}" stroke-width="${isCrowd ? 1 : 1.5}" stroke-linecap="round"${dashes}/>\n`;
}

function endLabels(lines: readonly FigureLine[], plot: PlotOfLines): Markup[] {
  const ends = lines.flatMap(({ id, label, style, points }) => {
    const last = points.findLast(({ y }) => !Number.isNaN(y));
    return last === undefined ? [] : [{ id, label, color: style.color, y: plot.y(last.y) }];
  });
  return spreadLabels(ends, { gap: labelGap, top: plot.top + 4, bottom: plot.bottom }).map(
    ({ label, color, y }) =>
      html`<text class="name" x="${plot.right + 6}" y="${short(y)}" dominant-baseline="central" fill="${color}"><title>${label}</title>${shortenedLabel(label, longestLabel)}</text>`,
  );
}

const legend = (lines: readonly FigureLine[]): Markup =>
  lines.length > mostNames
    ? html`<span>Colours are those of the table of runs.</span> `
    : html`<span class="legend">${lines.map(
        ({ label, style }) =>
          html`<span><svg class="swatch" width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" fill="${style.color}"/></svg>${label}</span> `,
      )}</span>`;
