import { useEffect } from 'react';
import { bridge, useProject } from '../client/index.ts';
import { type Action, useActions } from './actions.ts';
import { areas } from './areas.ts';
import { navigate, useNavigation } from './navigation.ts';
import { openPalette, shellActions } from './shell-actions.ts';
import { isTyping, matchesShortcut } from './shortcut.ts';

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('main [data-filter]');
  filter?.focus();
  filter?.select();
  return filter !== null;
}

/** Leaves the field, or the page of one object; on a list there is nothing to leave. */
function stepOut(target: EventTarget | null): boolean {
  if (isTyping(target)) {
    (target as HTMLElement).blur();
    return true;
  }
  const { route, toList } = useNavigation.getState();
  if (route.id === undefined) return false;
  toList();
  return true;
}

/** In the order in which they win: what the screen offers, then the shell. */
function actionsNow(): readonly Action[] {
  const hasProject = useProject.getState().info !== null;
  const offered = [...useActions.getState().offered].reverse().flat();
  const areaActions = areas.map((area) => ({
    id: area.id,
    title: area.title,
    shortcut: area.shortcut,
    run: () => navigate({ area: area.id }),
  }));
  return [openPalette, ...offered, ...(hasProject ? areaActions : []), ...shellActions(hasProject)];
}

const isOverlayOpen = () => document.querySelector('[role="dialog"], [role="menu"]') !== null;

function handle(event: KeyboardEvent, isMac: boolean): void {
  if (event.defaultPrevented || event.isComposing) return;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (!hasModifier && isOverlayOpen()) return;
  if (event.key === 'Escape') {
    if (stepOut(event.target)) event.preventDefault();
    return;
  }
  if (!hasModifier && isTyping(event.target)) return;
  if (event.key === '/' && !hasModifier) {
    if (focusFilter()) event.preventDefault();
    return;
  }
  const action = actionsNow().find(
    ({ shortcut, disabled }) =>
      shortcut !== undefined && disabled !== true && matchesShortcut(event, shortcut, isMac),
  );
  if (action === undefined) return;
  event.preventDefault();
  action.run();
}

export function useGlobalKeys(): void {
  useEffect(() => {
    const isMac = bridge().platform === 'darwin';
    const listener = (event: KeyboardEvent) => handle(event, isMac);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
