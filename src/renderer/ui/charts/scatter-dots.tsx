import { memo } from 'react';
import type { Spot } from './lasso.ts';

const dot = ({ x, y }: Spot) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
const ring = ({ x, y }: Spot) => `M${(x - 7).toFixed(1)} ${y.toFixed(1)}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0`;

/** Paths by colour: ten thousand points are as many elements as there are colours. A dot is a line of no length with a round end. */
function pathsByColor(
  spots: readonly Spot[],
  colors: readonly string[],
  isDrawn: (place: number) => boolean,
): [color: string, path: string][] {
  const parts = new Map<string, string[]>();
  for (const [place, spot] of spots.entries()) {
    if (!isDrawn(place)) continue;
    const color = colors[place] ?? 'currentcolor';
    const known = parts.get(color);
    if (known === undefined) parts.set(color, [dot(spot)]);
    else known.push(dot(spot));
  }
  return [...parts].map(([color, each]) => [color, each.join('')]);
}

const manyDots = 2000;

/** Every point; those that are not chosen step back. Drawn again only when points, colours or the choice change. */
export const ScatterDots = memo(function ScatterDots({
  spots,
  colors,
  isChosen,
}: {
  spots: readonly Spot[];
  colors: readonly string[];
  /** Null where nothing is chosen. */
  isChosen: ((place: number) => boolean) | null;
}) {
  const size = spots.length > manyDots ? 5 : 8;
  const layer = (opacity: number, isDrawn: (place: number) => boolean) => (
    <g strokeWidth={size} strokeLinecap="round" fill="none" strokeOpacity={opacity}>
      {pathsByColor(spots, colors, isDrawn).map(([color, path]) => (
        <path key={color} d={path} stroke={color} />
      ))}
    </g>
  );
  if (isChosen === null) return layer(0.85, () => true);
  return (
    <>
      {layer(0.18, (place) => !isChosen(place))}
      {layer(0.95, isChosen)}
    </>
  );
});

/** A ring around each. */
export const ScatterRings = memo(function ScatterRings({ spots }: { spots: readonly Spot[] }) {
  return <path d={spots.map(ring).join('')} fill="none" stroke="var(--accent)" strokeWidth={1.5} />;
});
