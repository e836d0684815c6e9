import type { NotFinitePoint } from './drawn-lines.ts';

const halfPx = 3;

const shapes = {
  /** A cross at the lower edge. */
  NaN: (x: number, y: number) =>
    `M${x - halfPx} ${y - halfPx}l${2 * halfPx} ${2 * halfPx}m0 ${-2 * halfPx}l${-2 * halfPx} ${2 * halfPx}`,
  /** An arrowhead upwards at the upper edge, downwards at the lower one. */
  Infinity: (x: number, y: number) =>
    `M${x - halfPx} ${y + halfPx}l${halfPx} ${-2 * halfPx}l${halfPx} ${2 * halfPx}`,
  '-Infinity': (x: number, y: number) =>
    `M${x - halfPx} ${y - halfPx}l${halfPx} ${2 * halfPx}l${halfPx} ${-2 * halfPx}`,
} as const;

const words = { NaN: 'NaN', Infinity: '∞', '-Infinity': '−∞' } as const;
const kinds = ['NaN', 'Infinity', '-Infinity'] as const;

/** Where a line breaks because a value is no number: a mark at the edge of the plot, never a place on the axis. */
export function NotFiniteMarks({
  label,
  color,
  points,
  area,
  xScale,
}: {
  label: string;
  color: string;
  points: readonly NotFinitePoint[];
  area: { x: number; y: number; width: number; height: number };
  xScale: (x: number) => number | undefined;
}) {
  return kinds.map((kind) => {
    const y = kind === 'Infinity' ? area.y + halfPx : area.y + area.height - halfPx - 1;
    const places = points.flatMap((point) => {
      const x = point.value === kind ? xScale(point.x) : undefined;
      const isShown = x !== undefined && x >= area.x - 0.5 && x <= area.x + area.width + 0.5;
      return isShown ? [Math.round(x * 10) / 10] : [];
    });
    if (places.length === 0) return null;
    return (
      <path
        key={kind}
        data-not-finite={kind}
        d={places.map((x) => shapes[kind](x, y)).join('')}
        fill="none"
        stroke={color}
        strokeWidth={1.5}
        strokeLinecap="round"
      >
        <title>{`${label}: ${places.length} × ${words[kind]}`}</title>
      </path>
    );
  });
}
