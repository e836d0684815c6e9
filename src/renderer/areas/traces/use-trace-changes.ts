import { useEffect, useState } from 'react';
import { client, queryClient } from '../../client/index.ts';

const everyMs = 250;

const isOf = (queryKey: readonly unknown[], id: string): boolean => {
  const [command, , input] = queryKey;
  return (
    (command === 'traces.get' || command === 'traces.span') &&
    (input as { trace?: string } | undefined)?.trace === id
  );
};

/** Calls `onChange` when traces have changed, at once and then at most four times a second. `ids` is empty when many have. */
function useChangedTraces(onChange: (ids: ReadonlySet<string>) => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting: Set<string> | 'all' | undefined;
    const tell = () => {
      timer = undefined;
      if (waiting === undefined) return;
      onChange(waiting === 'all' ? new Set() : waiting);
      waiting = undefined;
      timer = setTimeout(tell, everyMs);
    };
    const stop = client().onEvent((event) => {
      if (event.type !== 'changed' || event.topic !== 'traces') return;
      waiting =
        event.ids.length === 0 || waiting === 'all' ? 'all' : new Set([...(waiting ?? []), ...event.ids]);
      if (timer === undefined) tell();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [onChange]);
}

/** Counts changes of traces. */
export function useTraceCount(): number {
  const [count, setCount] = useState(0);
  const [rise] = useState(() => () => setCount((before) => before + 1));
  useChangedTraces(rise);
  return count;
}

/** Reads one trace anew when it has changed, and not when others have. */
export function useTraceChanges(id: string): void {
  const [renew] = useState(() => (ids: ReadonlySet<string>) => {
    if (ids.size === 0 || ids.has(id))
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isOf(queryKey, id) });
  });
  useChangedTraces(renew);
}
