import type { ForeignMetric, ForeignOwner } from '../../ports/foreign-runs.ts';

/**
 * Collects points of many metrics that come interleaved, and gives them out metric by metric when there are many, so that a file of any
 * length is read in bounded memory.
 */
export interface PointBuffer {
  add(key: string, step: number, timestampMs: number, value: number): void;
  /** What to give out now: nothing while there is room. */
  takeWhenFull(): Generator<ForeignMetric>;
  takeAll(): Generator<ForeignMetric>;
}

const maxPoints = 500_000;

export const createPointBuffer = (owner: ForeignOwner): PointBuffer => {
  let columns = new Map<string, { steps: number[]; timestampsMs: number[]; values: number[] }>();
  let count = 0;

  function* takeAll(): Generator<ForeignMetric> {
    const taken = columns;
    columns = new Map();
    count = 0;
    for (const [key, { steps, timestampsMs, values }] of taken) {
      const points = {
        steps: Float64Array.from(steps),
        timestampsMs: Float64Array.from(timestampsMs),
        values: Float64Array.from(values),
      };
      yield { kind: 'metric', owner, key, points, dataset: null, runId: null };
    }
  }

  return {
    add(key, step, timestampMs, value) {
      const column = columns.get(key) ?? { steps: [], timestampsMs: [], values: [] };
      columns.set(key, column);
      column.steps.push(step);
      column.timestampsMs.push(timestampMs);
      column.values.push(value);
      count += 1;
    },
    *takeWhenFull() {
      if (count >= maxPoints) yield* takeAll();
    },
    takeAll,
  };
};
