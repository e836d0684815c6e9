import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { countOf } from '../../../../shared/model/format.ts';
import { html, type Markup } from '../markup.ts';
import { scatterFigure } from '../scatter-figure.ts';
import { numberMarkup } from '../values.ts';

export interface TradeOff {
  readonly x: string;
  readonly y: string;
  readonly scatter: CommandOutput<'runs.scatter'>;
}

const way = { maximize: ' (more is better)', minimize: ' (less is better)' } as const;

/** Two metrics against each other, with the runs that no other beats in both. */
export function tradeOffFigure({ x, y, scatter }: TradeOff, colorOf: (runId: string) => string): Markup {
  const { points, goals, leftOut } = scatter;
  const front = new Set(scatter.front ?? []);
  const labelOf = (name: string, goal: 'maximize' | 'minimize' | null) =>
    `${name}${goal === null ? '' : way[goal]}`;
  const unbeaten = points.filter(({ runId }) => front.has(runId));
  return html`${scatterFigure({
    title: `${y} over ${x}`,
    xLabel: labelOf(x, goals.x),
    yLabel: labelOf(y, goals.y),
    dots: points.map(({ runId, name, ...point }) => ({
      label: `${name}: ${x} ${point.x}, ${y} ${point.y}`,
      color: colorOf(runId),
      isOnFront: front.has(runId),
      x: point.x,
      y: point.y,
    })),
    caption: [
      `all ${countOf(points.length, 'run')} with both`,
      ...(leftOut > 0 ? [`${countOf(leftOut, 'run')} without a number in one of them`] : []),
      ...(unbeaten.length > 0 ? ['circled are those that no other run beats in both'] : []),
    ]
      .join('; ')
      .concat('.'),
  })}${
    unbeaten.length > 0 &&
    html`<p>Beaten by no other run in both: ${unbeaten.map(({ name, ...point }, index) => [
      index > 0 && '; ',
      html`${name} (${x} ${numberMarkup(point.x)}, ${y} ${numberMarkup(point.y)})`,
    ])}.</p>`
  }`;
}
