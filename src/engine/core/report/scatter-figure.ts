import { roundEnds } from '../../../shared/charts/round-axis.ts';
import { html, type Markup } from './markup.ts';
import { plotOf, short } from './plot.ts';

export interface FigureDot {
  readonly label: string;
  readonly color: string;
  readonly x: number;
  readonly y: number;
  /** No other run beats it in both. */
  readonly isOnFront: boolean;
}

/** Runs as points of two metrics, those that no other beats joined by a line. */
export function scatterFigure({
  title,
  xLabel,
  yLabel,
  dots,
  caption,
}: {
  title: string;
  xLabel: string;
  yLabel: string;
  dots: readonly FigureDot[];
  caption: string;
}): Markup {
  const plot = plotOf(
    { label: xLabel, ends: endsOf(dots.map(({ x }) => x)) },
    { label: yLabel, ends: endsOf(dots.map(({ y }) => y)) },
    { hasLabels: false },
  );
  const spots = dots.map((dot) => ({ ...dot, cx: short(plot.x(dot.x)), cy: short(plot.y(dot.y)) }));
  const front = spots.filter(({ isOnFront }) => isOnFront).sort((one, other) => one.x - other.x);
  const path = front.map(({ cx, cy }) => `${cx} ${cy}`).join('L');
  return html`<figure>${plot.draw(title, [
    ...spots.map(
      ({ cx, cy, color, label }) =>
        html`<circle cx="${cx}" cy="${cy}" r="4" fill="${color}" fill-opacity="0.85"><title>${label}</title></circle>\n`,
    ),
    ...(front.length > 1 ? [html`<path class="front" d="M${path}"/>`] : []),
    ...front.map(({ cx, cy }) => html`<circle class="front" cx="${cx}" cy="${cy}" r="6.5"/>`),
  ])}
<figcaption><strong>${title}</strong>: ${caption}</figcaption></figure>`;
}

const endsOf = (values: readonly number[]): readonly [number, number] =>
  roundEnds(
    values.reduce((low, value) => Math.min(low, value)),
    values.reduce((high, value) => Math.max(high, value)),
  );
