import { expect, it } from 'vitest';
import { matchesShortcut } from './shortcut.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

it.each([
  ['k', { ctrlKey: true }, 'Mod+K', false, true],
  ['k', { ctrlKey: true }, 'Mod+K', true, false],
  ['k', { metaKey: true }, 'Mod+K', true, true],
  ['k', {}, 'Mod+K', false, false],
  ['c', {}, 'c', false, true],
  ['c', { ctrlKey: true }, 'c', false, false],
  ['C', { shiftKey: true }, 'c', false, false],
  ['?', { shiftKey: true }, '?', false, true],
  ['/', {}, '/', false, true],
  ['Enter', { shiftKey: true }, 'Shift+Enter', false, true],
  ['ArrowLeft', { altKey: true }, 'Alt+ArrowLeft', false, true],
])('key %s with %o for %s (Mac: %s): %s', (key, held, shortcut, isMac, expected) => {
  expect(matchesShortcut({ key, ...none, ...held }, shortcut, isMac)).toBe(expected);
});
