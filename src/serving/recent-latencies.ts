export interface RecentLatencies {
  add(durationMs: number): void;
  summary(): { requestsPerSecond: number; p50Ms: number | null; p99Ms: number | null };
}

const windowMs = 10_000;
const capacity = 8192;

/**
 * Rate and percentiles of the requests of the last ten seconds. Percentiles are of the newest 8192 at most, and so is the rate,
 * taken over the time that those span: memory stays the same at any load.
 */
export function createRecentLatencies(nowMs: () => number = () => performance.now()): RecentLatencies {
  const durations = new Float64Array(capacity);
  const times = new Float64Array(capacity);
  const startedAtMs = nowMs();
  let added = 0;

  const newestFirst = (age: number): number => (added - 1 - age) % capacity;

  /** How many of the newest lie in the window. Times ascend, so the first that is too old ends the search. */
  const countRecent = (sinceMs: number): number => {
    const kept = Math.min(added, capacity);
    let count = 0;
    while (count < kept && times[newestFirst(count)]! >= sinceMs) count += 1;
    return count;
  };

  return {
    add(durationMs) {
      durations[added % capacity] = durationMs;
      times[added % capacity] = nowMs();
      added += 1;
    },
    summary() {
      const now = nowMs();
      const sinceMs = Math.max(now - windowMs, startedAtMs);
      const count = countRecent(sinceMs);
      if (count === 0) return { requestsPerSecond: 0, p50Ms: null, p99Ms: null };
      const sorted = Float64Array.from({ length: count }, (_, age) => durations[newestFirst(age)]!).sort();
      const spanMs = now - (count === capacity ? times[newestFirst(count - 1)]! : sinceMs);
      const at = (share: number) => sorted[Math.ceil(share * count) - 1]!;
      return { requestsPerSecond: (count * 1000) / Math.max(spanMs, 1), p50Ms: at(0.5), p99Ms: at(0.99) };
    },
  };
}
