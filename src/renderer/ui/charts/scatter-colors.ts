import { paletteColor, paletteSteps, seriesColor } from '../../../shared/charts/series-color.ts';
import { cellNumber } from '../../../shared/model/comparison/cell-number.ts';
import { compareTexts } from '../../../shared/model/comparison/text-order.ts';
import { categoryColors, noValueColor } from './category-colors.ts';
import { type ColorScale, colorScaleOf, colorStep } from './color-scale.ts';
import type { LegendEntry } from './frame-parts.ts';
import type { ColorColumn, ScatterRun } from './scatter-runs.ts';

/** More colours than these could not be told apart, and then say nothing. */
const mostOwnColors = 200;
const otherColor = paletteColor(paletteSteps - 1);

export interface PointColors {
  /** One a run. */
  readonly colors: readonly string[];
  readonly legend: readonly LegendEntry[] | undefined;
  readonly scale: ColorScale | null;
}

const counted = (label: string, count: number) => `${label} (${count})`;

/** What each point is coloured by: its run, a number's place on the scale, or its category; rare categories share the last colour. */
export function pointColors(
  runs: readonly ScatterRun[],
  column: ColorColumn | null,
  steps: readonly string[],
): PointColors {
  if (column === null) {
    const own = runs.length <= mostOwnColors;
    return {
      colors: runs.map(({ runId }) => (own ? seriesColor(runId) : paletteColor(0))),
      legend: undefined,
      scale: null,
    };
  }
  return column.kind === 'number' ? numberColors(runs, column, steps) : colorsByCategory(runs);
}

function numberColors(
  runs: readonly ScatterRun[],
  { goal, label }: ColorColumn,
  steps: readonly string[],
): PointColors {
  const values = runs.map(({ color }) => cellNumber(color));
  const scale = colorScaleOf(values, goal);
  const missing = values.filter((value) => !Number.isFinite(value)).length;
  return {
    colors: values.map((value) =>
      scale === null || !Number.isFinite(value)
        ? noValueColor
        : (steps[colorStep(scale, value)] ?? noValueColor),
    ),
    legend: missing === 0 ? undefined : [{ label: counted(`no ${label}`, missing), color: noValueColor }],
    scale,
  };
}

function colorsByCategory(runs: readonly ScatterRun[]): PointColors {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const { color } of runs)
    if (color === null) missing += 1;
    else counts.set(String(color), (counts.get(String(color)) ?? 0) + 1);
  const names = [...counts].sort(([one, a], [other, b]) => b - a || compareTexts(one, other));
  const hasOthers = names.length > paletteSteps;
  const shown = hasOthers ? names.slice(0, paletteSteps - 1) : names;
  const colorOf = categoryColors(shown.map(([name]) => name));
  const others = names.slice(shown.length);
  return {
    colors: runs.map(({ color }) =>
      color === null ? noValueColor : (colorOf.get(String(color)) ?? otherColor),
    ),
    legend: [
      ...shown.map(([name, count]) => ({
        label: counted(name, count),
        color: colorOf.get(name) ?? noValueColor,
      })),
      ...(hasOthers
        ? [
            {
              label: counted(
                `${others.length} others`,
                others.reduce((sum, [, count]) => sum + count, 0),
              ),
              color: otherColor,
            },
          ]
        : []),
      ...(missing === 0 ? [] : [{ label: counted('no value', missing), color: noValueColor }]),
    ],
    scale: null,
  };
}
