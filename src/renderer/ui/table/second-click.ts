import { type MouseEvent as ReactMouseEvent, useEffect, useRef } from 'react';

/**
 * Tells of the second click of two on a row. What the first one shows, such as an inspector beside the table, may move the rows; the second then
 * lands on something else, and is still meant for the row. Gives what hears the clicks on the rows.
 */
export function useSecondClick(onSecond: (() => void) | undefined): (event: ReactMouseEvent) => void {
  const isFirst = useRef(false);
  const now = useRef(onSecond);
  now.current = onSecond;
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const isSecond = isFirst.current && event.detail === 2 && now.current !== undefined;
      isFirst.current = false;
      if (!isSecond) return;
      event.preventDefault();
      event.stopPropagation();
      now.current?.();
    };
    document.addEventListener('click', onClick, true);
    return () => document.removeEventListener('click', onClick, true);
  }, []);
  return ({ target, detail, shiftKey, ctrlKey, metaKey }) => {
    const element = target as HTMLElement;
    const isOnRow = element.closest('[data-row]') !== null && element.closest('button, a, input') === null;
    isFirst.current = isOnRow && detail === 1 && !shiftKey && !ctrlKey && !metaKey;
  };
}
