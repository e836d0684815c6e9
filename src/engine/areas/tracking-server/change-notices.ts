import type { MetricPoint, Topic } from '../../../shared/events.ts';
import type { TrackingServerMessage } from '../../../shared/model/tracking-server-messages.ts';

/** Ten times a second is as often as a window shows anything new. */
const noticeEveryMs = 100;
/** With more ids than this whoever hears of it fetches anew anyway. */
const maxIds = 200;

/** Gathers what clients changed and tells it in a few messages: a training may log thousands of points a second. */
export const createChangeNotices = (tell: (message: TrackingServerMessage) => void) => {
  const changed = new Map<Topic, Set<string> | 'many'>();
  const points = new Map<string, MetricPoint[]>();
  let timer: NodeJS.Timeout | undefined;

  const send = (): void => {
    timer = undefined;
    for (const [topic, ids] of changed) tell({ kind: 'changed', topic, ids: ids === 'many' ? [] : [...ids] });
    for (const [runId, logged] of points) tell({ kind: 'points', runId, points: logged });
    changed.clear();
    points.clear();
  };
  const sendSoon = (): void => {
    timer ??= setTimeout(send, noticeEveryMs);
  };

  return {
    changed: (topic: Topic, ids: readonly string[]): void => {
      const known = changed.get(topic) ?? new Set<string>();
      if (known !== 'many') for (const id of ids) known.add(id);
      changed.set(topic, ids.length === 0 || known === 'many' || known.size > maxIds ? 'many' : known);
      sendSoon();
    },
    logged: (runId: string, added: readonly MetricPoint[]): void => {
      const waiting = points.get(runId);
      if (waiting === undefined) points.set(runId, [...added]);
      else waiting.push(...added);
      sendSoon();
    },
    close: (): void => {
      clearTimeout(timer);
      send();
    },
  };
};
