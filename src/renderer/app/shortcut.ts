/** What of a keyboard event decides whether it is a shortcut. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Does the event match "Mod+K", "Shift+Enter", "?" or "c"? Mod is ⌘ on a Mac and Ctrl elsewhere. */
export function matchesShortcut(event: Key, shortcut: string, isMac: boolean): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1)!;
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const [mod, otherMod] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (mod !== wants('Mod') || otherMod || event.altKey !== wants('Alt')) return false;
  // A sign such as ? or / may need Shift on one keyboard and not on another.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!isSign && event.shiftKey !== wants('Shift')) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/** Is the user typing text, so that plain letters belong to the field? */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
