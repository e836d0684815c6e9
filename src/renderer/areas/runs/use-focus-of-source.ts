import { type RefObject, useEffect, useRef } from 'react';

/** What a panel about a source is found by: `data-source`. */
export const sourceKey = ({ format, path }: { format: string; path: string }): string => `${format} ${path}`;

/**
 * A button that takes its own panel away, as opening a source in place and removing one do, leaves the focus to the panel that says of the same source
 * what is so now, else to the first button in `place`. `change` is what the panels are made of.
 */
export function useFocusOfSource(place: RefObject<HTMLElement | null>, change: unknown): void {
  const last = useRef<{ element: Element; source: string } | null>(null);
  useEffect(() => {
    const { current } = place;
    const onFocus = ({ target }: FocusEvent) => {
      const element = target as Element;
      const source = element.closest('[data-source]')?.getAttribute('data-source');
      if (source != null) last.current = { element, source };
    };
    current?.addEventListener('focusin', onFocus);
    return () => current?.removeEventListener('focusin', onFocus);
  }, [place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the panels have changed
  useEffect(() => {
    const { current } = last;
    if (current === null || current.element.isConnected || document.activeElement !== document.body) return;
    const panels = [...(place.current?.querySelectorAll('[data-source]') ?? [])];
    const panel = panels.find((each) => each.getAttribute('data-source') === current.source);
    (panel ?? place.current)?.querySelector<HTMLElement>('button:enabled')?.focus();
  }, [change]);
}
