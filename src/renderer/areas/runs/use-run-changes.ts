import { useEffect, useState } from 'react';
import { client } from '../../client/index.ts';

const everyMs = 500;

/** Counts changes of runs, at most two a second: a training may log thousands of points a second. */
export function useRunChanges(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client().onEvent((event) => {
      const concerns =
        event.type === 'run.points' ||
        (event.type === 'changed' && (event.topic === 'runs' || event.topic === 'models'));
      if (!concerns || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        setCount((before) => before + 1);
      }, everyMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return count;
}
