const restMs = 1000;

/** Calls once nobody has pressed a button or a key for a second and the page has nothing to do. Answers what calls it off. */
export function whenAtRest(work: () => void): () => void {
  let timer = 0;
  let idle = 0;
  const begin = () => {
    clearTimeout(timer);
    cancelIdleCallback(idle);
    timer = window.setTimeout(() => {
      idle = requestIdleCallback(() => {
        stop();
        work();
      });
    }, restMs);
  };
  const stop = () => {
    clearTimeout(timer);
    cancelIdleCallback(idle);
    for (const event of activity) removeEventListener(event, begin, { capture: true });
  };
  for (const event of activity) addEventListener(event, begin, { capture: true, passive: true });
  begin();
  return stop;
}

const activity = ['pointerdown', 'pointerup', 'keydown', 'wheel'] as const;
