import type { Store } from '../../src/engine/ports/store-handles.ts';
import { experimentIdOf } from '../../src/engine/store/experiments.ts';
import { logPoints } from '../../src/engine/store/run-metrics.ts';
import { setParameters, setTags } from '../../src/engine/store/run-values.ts';
import * as runs from '../../src/engine/store/runs.ts';
import type { MetricPoint } from '../../src/shared/events.ts';

export interface GivenRun {
  readonly id: string;
  readonly name?: string;
  readonly experiment?: string;
  readonly status?: 'scheduled' | 'running' | 'finished' | 'failed' | 'killed';
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  readonly seed?: number;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, MetricPoint['value']>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly dataset?: { readonly name: string; readonly version: number | null; readonly digest?: string };
}

/** Writes a run as the areas do. */
export const addRun = (store: Store, given: GivenRun): void => {
  const { id, startedAtMs = 1000, metrics = {}, dataset } = given;
  store.write((writer) => {
    runs.insertRun(writer, {
      id,
      experimentId: experimentIdOf(writer, given.experiment ?? 'Default', 1),
      name: given.name ?? id,
      status: given.status ?? 'running',
      startedAtMs,
      jobId: null,
      seed: given.seed ?? null,
    });
    setParameters(writer, id, given.parameters ?? {});
    setTags(writer, id, given.tags ?? {});
    logPoints(
      writer,
      id,
      Object.entries(metrics).map(([key, value]) => ({ key, value, step: 0, timestampMs: startedAtMs })),
    );
    if (dataset !== undefined) runs.linkDataset(writer, id, { digest: 'd', ...dataset, role: 'training' });
    if (given.endedAtMs !== undefined) runs.endRun(writer, id, given.status ?? 'finished', given.endedAtMs);
  });
};
