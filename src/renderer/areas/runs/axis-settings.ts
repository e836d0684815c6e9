/** An axis of parallel coordinates as a person arranged it. */
export interface AxisSetting {
  readonly key: string;
  readonly isFlipped: boolean;
  /** The values decide unless it is said. */
  readonly scale?: 'linear' | 'log' | undefined;
}

export const withAxis = (
  axes: readonly AxisSetting[],
  key: string,
  change: Partial<AxisSetting>,
): AxisSetting[] => axes.map((axis) => (axis.key === key ? { ...axis, ...change } : axis));

export const withoutAxis = (axes: readonly AxisSetting[], key: string): AxisSetting[] =>
  axes.filter((axis) => axis.key !== key);

export const withMovedAxis = (axes: readonly AxisSetting[], from: number, to: number): AxisSetting[] => {
  const axis = axes[from];
  return axis === undefined ? [...axes] : axes.toSpliced(from, 1).toSpliced(to, 0, axis);
};
