/** What both servers hold when reading is measured. Every value follows from its indexes, so both hold the same. */
export interface FixtureSize {
  readonly runs: number;
  readonly points: number;
  readonly models: number;
}

export const experimentName = 'reading';
export const longMetric = 'long';
export const keysPerRun = 10;
export const fixtureStartMs = 1_700_000_000_000;

export interface FixtureRun {
  readonly name: string;
  readonly startTimeMs: number;
  readonly params: readonly { key: string; value: string }[];
  readonly metrics: readonly { key: string; value: number; timestamp: number; step: number }[];
}

export function fixtureRun(index: number): FixtureRun {
  const startTimeMs = fixtureStartMs + index * 1000;
  return {
    name: `run-${index}`,
    startTimeMs,
    params: keys('p').map((key, place) => ({ key, value: String((index * 7 + place * 3) % 20) })),
    metrics: keys('m').map((key, place) => ({
      key,
      value: scatter(index * keysPerRun + place),
      timestamp: startTimeMs,
      step: 0,
    })),
  };
}

export const fixturePoint = (step: number) => ({
  key: longMetric,
  value: scatter(step),
  timestamp: fixtureStartMs + step,
  step,
});

export const modelName = (index: number): string => `model-${String(index).padStart(5, '0')}`;

const keys = (prefix: string): string[] =>
  Array.from({ length: keysPerRun }, (_, place) => `${prefix}${place}`);

/** Even over [0, 1) and without order: multiples of the golden ratio. */
const scatter = (index: number): number => (index * 0.618_033_988_749_895) % 1;
