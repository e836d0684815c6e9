/** What MLflow's and Weights & Biases' clients record of the machine while a run goes on. */
export const isSystemMetric = (name: string): boolean => name.startsWith('system/');

export interface SystemMetric {
  /** `GPU 0 utilization`. */
  readonly title: string;
  /** `%`, `MB`, `W`; empty where the name says none. */
  readonly unit: string;
  /** What of it is worth a mark: that nothing was done, or that there was hardly any room left. */
  readonly watch: 'idle' | 'full' | null;
}

const units: readonly [ending: RegExp, unit: string][] = [
  [/[_. ]?(percentage|percent)$/, '%'],
  [/[_. ]?megabytes$/, 'MB'],
  [/[_. ]?watts$/, 'W'],
];
/** Names without a unit whose values are per cent, as Weights & Biases calls them. */
const perCent = /^(cpu|memory|gpu\.\d+\.(gpu|memory|memoryAllocated))$/;

export const describeSystemMetric = (name: string): SystemMetric => {
  const bare = name.replace(/^system\//, '');
  const found = units.find(([ending]) => ending.test(bare));
  const unit = found?.[1] ?? (perCent.test(bare) ? '%' : '');
  const named = bare.replace(/^(gpu\.\d+)\.gpu$/, '$1.utilization');
  const words = (found === undefined ? named : named.replace(found[0], '')).replaceAll(/[_./]+/g, ' ').trim();
  const isGpu = /^gpu/i.test(bare);
  const isMemory = /memory/i.test(bare);
  const isBusyness = /utilization/i.test(bare) || /^gpu\.\d+\.gpu$/.test(bare);
  return {
    title: words.replaceAll(/\b(gpu|cpu)\b/gi, (word) => word.toUpperCase()),
    unit,
    watch: unit !== '%' ? null : isGpu && isBusyness ? 'idle' : isMemory ? 'full' : null,
  };
};

/** Per cent below which a processor idles, and from which on memory is near full. */
const idleBelow = 5;
const fullFrom = 95;

export const isWorthAMark = (watch: NonNullable<SystemMetric['watch']>, value: number): boolean =>
  watch === 'idle' ? value < idleBelow : value >= fullFrom;

/** What was measured first of what runs are mostly held up by. */
const watched = [/^gpu.*(utilization|\.gpu$)/, /^gpu.*memory/, /memory/, /cpu/];

/** The machine's metrics, those that tell most first. */
export const systemMetricsByImportance = (names: readonly string[]): string[] => {
  const rank = (name: string): number => {
    const place = watched.findIndex((pattern) => pattern.test(name.replace(/^system\//, '')));
    const { unit } = describeSystemMetric(name);
    return (place === -1 ? watched.length : place) * 2 + (unit === '%' ? 0 : 1);
  };
  return names
    .filter(isSystemMetric)
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
};
