import { expect, test } from 'vitest';
import { createRecentLatencies } from './recent-latencies.ts';

test('rate and percentiles are of the last ten seconds', () => {
  let nowMs = 0;
  const latencies = createRecentLatencies(() => nowMs);
  expect(latencies.summary()).toEqual({ requestsPerSecond: 0, p50Ms: null, p99Ms: null });
  for (let value = 1; value <= 100; value += 1) {
    nowMs += 10;
    latencies.add(value);
  }
  expect(latencies.summary()).toEqual({ requestsPerSecond: 100, p50Ms: 50, p99Ms: 99 });
  nowMs = 10_500;
  expect(latencies.summary()).toEqual({ requestsPerSecond: 5.1, p50Ms: 75, p99Ms: 100 });
  nowMs = 20_000;
  expect(latencies.summary().p99Ms).toBeNull();
});

test('memory is bounded: beyond it, the newest count', () => {
  let nowMs = 0;
  const latencies = createRecentLatencies(() => nowMs);
  for (let index = 0; index < 20_000; index += 1) {
    nowMs += 0.1;
    latencies.add(index < 10_000 ? 1000 : 1);
  }
  const { requestsPerSecond, p99Ms } = latencies.summary();
  expect(p99Ms).toBe(1);
  expect(requestsPerSecond).toBeCloseTo(10_000, -2);
});
