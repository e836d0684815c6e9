import { useMemo } from 'react';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { useResolvedColors } from './theme-colors.ts';

/** Numbers as colours: the best by the goal stands out most; without a goal the greatest does. */
export interface ColorScale {
  readonly low: number;
  readonly high: number;
  readonly goal: MetricGoal | null;
}

/** So many colours could just be told apart side by side; a path for each is all that is drawn. */
export const colorSteps = 28;
const tokens = Array.from({ length: 7 }, (_, step) => `var(--scale-${step + 1})`);

/** From the least to the greatest finite value; null where there is none. */
export function colorScaleOf(values: readonly (number | null)[], goal: MetricGoal | null): ColorScale | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? null : { low, high, goal };
}

/** Which of the steps a value has; the middle one where all values are the same. */
export function colorStep({ low, high, goal }: ColorScale, value: number): number {
  const share = high > low ? (value - low) / (high - low) : 0.5;
  const place = goal === 'minimize' ? 1 - share : share;
  return Math.max(0, Math.min(colorSteps - 1, Math.floor(place * colorSteps)));
}

/** The colours between those of the tokens, from worst to best, as `rgb(…)`. */
export function interpolateColors(stops: readonly string[], count: number): string[] {
  const parsed = stops.map((stop) => (stop.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
  return Array.from({ length: count }, (_, step) => {
    const at = (step / (count - 1)) * (parsed.length - 1);
    const [left, right] = [parsed[Math.floor(at)] ?? [], parsed[Math.ceil(at)] ?? []];
    const channels = left.map((channel, index) =>
      Math.round(channel + ((right[index] ?? channel) - channel) * (at % 1)),
    );
    return `rgb(${channels.join(', ')})`;
  });
}

/** The colour of each step in this theme. */
export function useScaleColors(): readonly string[] {
  const stops = useResolvedColors(tokens);
  return useMemo(() => interpolateColors(stops, colorSteps), [stops]);
}
