export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** So many times the usual distance between two points, and nothing is known of what was between them. */
const gapFactor = 5;

/**
 * Where a curve satisfies a condition without a break, from point to point. It holds for thinned curves too, as long as the extremes of
 * each part are among the points: then whatever was left out lies between them. A single point is no stretch, nor is a gap of a curve.
 */
export const markedStretches = (
  { x, y }: { readonly x: readonly number[]; readonly y: readonly (number | null)[] },
  isMarked: (value: number) => boolean,
): Stretch[] => {
  const longestStep = usualStep(x) * gapFactor;
  const stretches: Stretch[] = [];
  let from: number | undefined;
  let to: number | undefined;
  const end = (): void => {
    if (from !== undefined && to !== undefined && to > from) stretches.push({ from, to });
    from = undefined;
  };
  for (const [index, at] of x.entries()) {
    const value = y[index];
    const isOn = value !== null && value !== undefined && isMarked(value);
    if (!isOn || (from !== undefined && to !== undefined && at - to > longestStep)) end();
    if (!isOn) continue;
    from ??= at;
    to = at;
  }
  end();
  return stretches;
};

/** The median distance between neighbours that lie apart. */
const usualStep = (x: readonly number[]): number => {
  const steps = x
    .slice(1)
    .map((at, index) => at - (x[index] ?? at))
    .filter((step) => step > 0)
    .sort((one, other) => one - other);
  return steps[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY;
};

export const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);
