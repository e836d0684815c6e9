import { useId } from 'react';
import { roundTicks } from '../../../shared/charts/round-axis.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { type ColorScale, colorSteps } from './color-scale.ts';

/** Room at the right of a drawing. */
export const colorBarWidth = 86;
const barWidth = 10;
const headRoom = 30;

/** What the colours of a chart mean: a bar from the least to the greatest value, with the end that is better named. */
export function ColorBar({
  scale: { low, high, goal },
  colors,
  title,
  x,
  top,
  height,
}: {
  scale: ColorScale;
  colors: readonly string[];
  title: string;
  x: number;
  top: number;
  height: number;
}) {
  const id = useId();
  const length = Math.max(20, height - headRoom);
  const start = top + headRoom;
  const yOf = (value: number) => start + length * (high > low ? 1 - (value - low) / (high - low) : 0.5);
  const upward = goal === 'minimize' ? colors.toReversed() : colors;
  const name = title.length > 12 ? `${title.slice(0, 11)}…` : title;
  return (
    <g fontSize={11} fill="var(--muted)">
      <linearGradient id={id} x1="0" x2="0" y1="1" y2="0">
        {upward.map((color, step) => (
          <stop key={color} offset={`${(step / (colorSteps - 1)) * 100}%`} stopColor={color} />
        ))}
      </linearGradient>
      <text x={x} y={top + 9} fill="var(--text)">
        {name}
        <title>{title}</title>
      </text>
      {goal !== null && (
        <text x={x} y={top + 22}>
          {goal === 'maximize' ? 'more is better' : 'less is better'}
        </text>
      )}
      <rect x={x} y={start} width={barWidth} height={length} rx={2} fill={`url(#${id})`} />
      {roundTicks(low, high).map((tick) => (
        <text key={tick} x={x + barWidth + 5} y={yOf(tick)} dominantBaseline="central">
          {tickText(tick)}
        </text>
      ))}
    </g>
  );
}
