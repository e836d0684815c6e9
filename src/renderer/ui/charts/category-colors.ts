import { paletteColor } from '../../../shared/charts/series-color.ts';
import { notSet } from '../../../shared/model/comparison/group-comparison.ts';
import { compareTexts } from '../../../shared/model/comparison/text-order.ts';

/** Of what has no value. */
export const noValueColor = 'var(--border-strong)';

/** By value and not by how many there are, so that a category has one colour in all charts of a comparison. */
export function categoryColors(names: readonly string[]): Map<string, string> {
  const sorted = names.filter((name) => name !== notSet).sort(compareTexts);
  return new Map([
    ...sorted.map((name, place) => [name, paletteColor(place)] as const),
    [notSet, noValueColor],
  ]);
}
