/**
 * Grants turns one at a time: the next one when the last was given back and there is a moment of rest.
 * `take` calls `start` when it is this one's turn; what it answers gives the turn back, or the place in the queue.
 */
export function createTurns(atRest: (work: () => void) => void): (start: () => void) => () => void {
  const waiting: (() => void)[] = [];
  let current: (() => void) | undefined;
  const grantNext = () =>
    atRest(() => {
      if (current !== undefined) return;
      current = waiting.shift();
      current?.();
    });
  return (start) => {
    waiting.push(start);
    if (current === undefined) grantNext();
    return () => {
      const place = waiting.indexOf(start);
      if (place !== -1) waiting.splice(place, 1);
      if (current !== start) return;
      current = undefined;
      grantNext();
    };
  };
}
