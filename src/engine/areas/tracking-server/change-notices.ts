import type { MetricPoint, Topic } from '../../../shared/events.ts';
import type { TrackingServerMessage } from '../../../shared/model/tracking-server-messages.ts';
import { createDelay } from './delay.ts';

/** What is drawn live comes soon; tables are read anew less often. */
const pointsEveryMs = 100;
const changesEveryMs = 500;
/** With more ids than this whoever hears of it fetches anew anyway. */
const maxIds = 200;

/** Gathers what clients changed and tells it in a few messages: a training may log thousands of points a second. */
export const createChangeNotices = (tell: (message: TrackingServerMessage) => void) => {
  const changed = new Map<Topic, ReadonlySet<string> | 'many'>();
  const points = new Map<string, MetricPoint[]>();

  const changes = createDelay(changesEveryMs, () => {
    for (const [topic, ids] of changed) tell({ kind: 'changed', topic, ids: ids === 'many' ? [] : [...ids] });
    changed.clear();
  });
  const logs = createDelay(pointsEveryMs, () => {
    for (const [runId, logged] of points) tell({ kind: 'points', runId, points: logged });
    points.clear();
  });

  return {
    changed: (topic: Topic, ids: readonly string[]): void => {
      const known = changed.get(topic) ?? new Set<string>();
      const all = known === 'many' || ids.length === 0 ? 'many' : new Set([...known, ...ids]);
      changed.set(topic, all === 'many' || all.size > maxIds ? 'many' : all);
      changes.start();
    },
    logged: (runId: string, added: readonly MetricPoint[]): void => {
      const waiting = points.get(runId);
      if (waiting === undefined) points.set(runId, [...added]);
      else waiting.push(...added);
      logs.start();
    },
    close: (): void => {
      changes.finish();
      logs.finish();
    },
  };
};
