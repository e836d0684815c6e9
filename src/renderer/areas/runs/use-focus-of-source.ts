import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

/** What a panel about a source is found by: `data-source`. */
export const sourceKey = ({ format, path }: { format: string; path: string }): string => `${format} ${path}`;

/**
 * A button that takes its own panel away, as opening a source in place and removing one do, leaves the focus to the panel that says of the same source what
 * is so now, else to the first button of the page's `place`. `change` is what panels are made of. Gives what hears the focus.
 */
export function useFocusOfSource(
  place: RefObject<HTMLElement | null>,
  change: unknown,
): (event: FocusEvent) => void {
  const last = useRef<{ element: Element; source: string } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the panels have changed
  useEffect(() => {
    const { current } = last;
    if (current === null || current.element.isConnected || document.activeElement !== document.body) return;
    const panels = [...(place.current?.querySelectorAll('[data-source]') ?? [])];
    const panel = panels.find((each) => each.getAttribute('data-source') === current.source);
    (panel ?? place.current)?.querySelector<HTMLElement>('button:enabled')?.focus();
  }, [change]);
  return ({ target }) => {
    const source = target.closest('[data-source]')?.getAttribute('data-source');
    if (source != null) last.current = { element: target, source };
  };
}
