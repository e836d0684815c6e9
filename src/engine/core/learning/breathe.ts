/** How long a fit may hold the thread before other events get their turn. */
const longestHoldMs = 25;

/**
 * A function to await between rounds: lets timers, messages and abort signals through when the last time was long ago. Results do not
 * depend on it.
 */
export function createBreather(): () => Promise<void> {
  let lastMs = performance.now();
  return async () => {
    if (performance.now() - lastMs < longestHoldMs) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    lastMs = performance.now();
  };
}
