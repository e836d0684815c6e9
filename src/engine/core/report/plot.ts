import { roundEnds, roundTicks } from '../../../shared/charts/round-axis.ts';
import { shortenedLabel } from '../../../shared/charts/shortened-label.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { html, type Markup } from './markup.ts';

/** Where a drawing has its axes, in the units of its own that it is scaled from. */
const size = { width: 560, height: 260 };
const margin = { left: 62, top: 10, bottom: 40 };
const labelRoom = 120;
const plainRoom = 14;
/** Letters of names along the axes that have room there; the whole names stand below the drawing. */
const longestX = 60;
const longestY = 32;

export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(value: number): number;
  y(value: number): number;
  /** Axes and grid around marks. */
  draw(label: string, marks: readonly Markup[]): Markup;
}

export interface PlotAxis {
  readonly label: string;
  readonly ends: readonly [low: number, high: number];
}

/** Ends as given, or round ones around a single value, so that nothing is divided by nothing. */
export const openEnds = (low: number, high: number): readonly [number, number] =>
  low < high ? [low, high] : roundEnds(low, high);

/** Linear axes, whose ends the caller has chosen. */
export function plotOf(xAxis: PlotAxis, yAxis: PlotAxis, { hasLabels }: { hasLabels: boolean }): Plot {
  const left = margin.left;
  const right = size.width - (hasLabels ? labelRoom : plainRoom);
  const { top } = margin;
  const bottom = size.height - margin.bottom;
  const place = (
    [low, high]: readonly [number, number],
    from: number,
    to: number,
  ): ((value: number) => number) => {
    // Halved first: the span of the largest numbers is beyond all numbers.
    const half = high / 2 - low / 2;
    return (value) => from + ((value / 2 - low / 2) / half) * (to - from);
  };
  const x = place(xAxis.ends, left, right);
  const y = place(yAxis.ends, bottom, top);
  return {
    ...{ left, right, top, bottom, x, y },
    draw: (label, marks) =>
      html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">
${ticksOf(yAxis).map(
  (tick) =>
    html`<line class="grid" x1="${left}" x2="${right}" y1="${short(y(tick))}" y2="${short(y(tick))}"/><text class="tick" x="${left - 6}" y="${short(y(tick))}" text-anchor="end" dominant-baseline="central">${tickText(tick)}</text>`,
)}
<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${ticksOf(xAxis).map((tick) => html`<text class="tick" x="${short(x(tick))}" y="${bottom + 15}" text-anchor="middle">${tickText(tick)}</text>`)}
<text class="tick" x="${right}" y="${size.height - 6}" text-anchor="end">${shortenedLabel(xAxis.label, longestX, 'end')}</text>
<text class="tick" transform="translate(11 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${shortenedLabel(yAxis.label, longestY, 'end')}</text>
${marks}</svg>`,
  };
}

const ticksOf = ({ ends: [low, high] }: PlotAxis): number[] => roundTicks(low, high);

/** A tenth of a unit is less than any screen shows. */
export const short = (value: number): string => String(Math.round(value * 10) / 10);
