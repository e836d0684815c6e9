import { useCallback, useEffect, useMemo, useState } from 'react';
import { traceState } from '../../../shared/model/trace.ts';
import { useNavigation, useRoute } from '../../app/index.ts';
import type { TraceSelection } from './trace-source.ts';

/** Since when; the times are those of the moment in which it was chosen. */
export const periods = [
  { value: '', label: 'Any time', lengthMs: 0 },
  { value: 'hour', label: 'Last hour', lengthMs: 3_600_000 },
  { value: 'day', label: 'Last 24 hours', lengthMs: 86_400_000 },
  { value: 'week', label: 'Last 7 days', lengthMs: 7 * 86_400_000 },
] as const;

export interface TraceFilter {
  text: string;
  state: string;
  experiment: string;
  run: string;
  period: string;
}

const names = ['text', 'state', 'experiment', 'run', 'period'] as const;
const typingPauseMs = 200;

/** What is looked for stands in the address, so that it can be linked to. */
export function useTraceSelection() {
  const { search } = useRoute();
  const replace = useNavigation((state) => state.replace);
  const filter = useMemo(
    (): TraceFilter => ({
      ...{ text: search?.text ?? '', state: search?.state ?? '', experiment: search?.experiment ?? '' },
      ...{ run: search?.run ?? '', period: search?.period ?? '' },
    }),
    [search],
  );
  const set = useCallback(
    (change: Partial<TraceFilter>) => {
      const next = { ...filter, ...change };
      const entries = names.map((name) => [name, next[name]] as const).filter(([, value]) => value !== '');
      replace({ area: 'traces', ...(entries.length > 0 && { search: Object.fromEntries(entries) }) });
    },
    [filter, replace],
  );
  const text = useSettled(filter.text);
  const fromMs = useMemo(() => {
    const length = periods.find(({ value }) => value === filter.period)?.lengthMs ?? 0;
    return length === 0 ? undefined : Date.now() - length;
  }, [filter.period]);
  const { experiment, run } = filter;
  const state = traceState.safeParse(filter.state);
  const selection: TraceSelection = {
    ...(text !== '' && { text }),
    ...(state.success && { states: [state.data] }),
    ...(experiment !== '' && { experiment }),
    ...(run !== '' && { run }),
    ...(fromMs !== undefined && { fromMs }),
  };
  return { filter, set, selection, isNarrowed: names.some((name) => filter[name] !== '') };
}

/** What was typed, once there is a pause. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
