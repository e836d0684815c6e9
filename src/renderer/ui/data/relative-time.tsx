import { useSyncExternalStore } from 'react';
import { formatAbsoluteTime, formatMoment, formatRelativeTime } from '../format.ts';

const tickMs = 5000;
const listeners = new Set<() => void>();
let tick = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the screen, which stops when none is shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick += 1;
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The current time; the component is drawn again every five seconds. */
export function useNow(): number {
  useSyncExternalStore(subscribe, () => tick);
  return Date.now();
}

/** "3 min ago", with the exact time and zone on hover. */
export function RelativeTime({ atMs }: { atMs: number }) {
  const now = useNow();
  return (
    <time dateTime={formatMoment(atMs)} data-hint={formatAbsoluteTime(atMs)}>
      {formatRelativeTime({ atMs, nowMs: now })}
    </time>
  );
}
