import type { EngineEvent, MetricPoint } from '../../shared/events.ts';
import type { Progress } from '../../shared/model/progress.ts';

type StatsEvent = Extract<EngineEvent, { type: 'endpoint.stats' }>;
export type EndpointStats = Omit<StatsEvent, 'type' | 'project' | 'endpointId'>;

/** What moves while one looks: gathered from events since the project was opened. Records are by the object's id. */
export interface LiveState {
  jobProgress: Readonly<Record<string, Progress>>;
  /** The newest lines, at most `keptLines`. */
  jobLog: Readonly<Record<string, readonly string[]>>;
  /** Points in the order they came, at most `keptPoints`; the whole history is `runs.history`. */
  runPoints: Readonly<Record<string, readonly MetricPoint[]>>;
  endpointStats: Readonly<Record<string, EndpointStats>>;
  /** The last minutes of each endpoint, one entry a statistics event. */
  endpointHistory: Readonly<Record<string, readonly EndpointStats[]>>;
}

export const nothingLive: LiveState = {
  jobProgress: {},
  jobLog: {},
  runPoints: {},
  endpointStats: {},
  endpointHistory: {},
};

export const keptLines = 5000;
export const keptPoints = 20_000;
export const keptStats = 300;

const appended = <Item>(
  record: Readonly<Record<string, readonly Item[]>>,
  id: string,
  items: readonly Item[],
  kept: number,
) => ({ ...record, [id]: [...(record[id] ?? []), ...items].slice(-kept) });

function afterEvent(state: LiveState, event: EngineEvent): LiveState {
  switch (event.type) {
    case 'job.progress':
      return { ...state, jobProgress: { ...state.jobProgress, [event.jobId]: event.progress } };
    case 'job.log':
      return { ...state, jobLog: appended(state.jobLog, event.jobId, event.lines, keptLines) };
    case 'run.points':
      return { ...state, runPoints: appended(state.runPoints, event.runId, event.points, keptPoints) };
    case 'endpoint.stats': {
      const { type: _type, project: _project, endpointId, ...stats } = event;
      return {
        ...state,
        endpointStats: { ...state.endpointStats, [endpointId]: stats },
        endpointHistory: appended(state.endpointHistory, endpointId, [stats], keptStats),
      };
    }
    default:
      return state;
  }
}

/** The state after a batch of events. Points and lines of one object in a batch are joined first, so that they are copied once. */
export function afterEvents(state: LiveState, events: readonly EngineEvent[]): LiveState {
  return joined(events).reduce(afterEvent, state);
}

function joined(events: readonly EngineEvent[]): EngineEvent[] {
  const result: EngineEvent[] = [];
  const places = new Map<string, number>();
  for (const event of events) {
    const key =
      event.type === 'run.points'
        ? `points ${event.runId}`
        : event.type === 'job.log'
          ? `log ${event.jobId}`
          : undefined;
    const place = key === undefined ? undefined : places.get(key);
    const earlier = place === undefined ? undefined : result[place];
    if (place !== undefined && earlier?.type === 'run.points' && event.type === 'run.points')
      result[place] = { ...earlier, points: [...earlier.points, ...event.points] };
    else if (place !== undefined && earlier?.type === 'job.log' && event.type === 'job.log')
      result[place] = { ...earlier, lines: [...earlier.lines, ...event.lines] };
    else {
      if (key !== undefined) places.set(key, result.length);
      result.push(event);
    }
  }
  return result;
}
