import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../shared/events.ts';
import { afterEvents, keptLines, nothingLive } from './live-state.ts';

const point = (step: number) => ({ key: 'auc', step, value: step / 10, timestampMs: step });
const points = (runId: string, ...steps: number[]): EngineEvent => ({
  type: 'run.points',
  project: '/p',
  runId,
  points: steps.map(point),
});
const log = (...lines: string[]): EngineEvent => ({ type: 'job.log', project: '/p', jobId: 'j', lines });

describe('live state', () => {
  it('appends points by run, in order, over batches', () => {
    const first = afterEvents(nothingLive, [points('a', 1), points('b', 1), points('a', 2, 3)]);
    const second = afterEvents(first, [points('a', 4)]);
    expect(second.runPoints.a?.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(second.runPoints.b?.map(({ step }) => step)).toEqual([1]);
    expect(first.runPoints.a).toHaveLength(3);
  });

  it('keeps the newest lines of a log', () => {
    const many = Array.from({ length: keptLines + 5 }, (_, line) => `line ${line}`);
    const state = afterEvents(nothingLive, [log(...many), log('last')]);
    expect(state.jobLog.j).toHaveLength(keptLines);
    expect(state.jobLog.j?.at(-1)).toBe('last');
    expect(state.jobLog.j?.[0]).toBe('line 6');
  });

  it('holds the latest progress and statistics, and the statistics before', () => {
    const stats = (predictions: number): EngineEvent => ({
      type: 'endpoint.stats',
      project: '/p',
      endpointId: 'e',
      requestsPerSecond: 1,
      p50Ms: 1,
      p99Ms: 2,
      predictions,
      errors: 0,
    });
    const progress = (completed: number): EngineEvent => ({
      type: 'job.progress',
      project: '/p',
      jobId: 'j',
      progress: { phase: 'Training', completed, total: 10 },
    });
    const state = afterEvents(nothingLive, [progress(1), stats(5), progress(2), stats(6)]);
    expect(state.jobProgress.j?.completed).toBe(2);
    expect(state.endpointStats.e?.predictions).toBe(6);
    expect(state.endpointHistory.e?.map(({ predictions }) => predictions)).toEqual([5, 6]);
  });

  it('does not change for events that carry no live figures', () => {
    const state = afterEvents(nothingLive, [{ type: 'changed', project: '/p', topic: 'runs', ids: [] }]);
    expect(state).toBe(nothingLive);
  });
});
