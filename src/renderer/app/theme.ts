import { create } from 'zustand';
import { call } from '../client/index.ts';

export type Theme = 'system' | 'light' | 'dark';

/** What the user chose; "system" leaves it to the system. Tokens follow by `data-theme` on the root element. */
export const useTheme = create<{ theme: Theme }>(() => ({ theme: 'system' }));

export function applyTheme(theme: Theme): void {
  useTheme.setState({ theme });
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Shows a theme and keeps it for the next start. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  // Costs the memory of a colour, if it fails: not worth a word to the user.
  call('shell.remember', { theme }).catch(() => {});
}

export function isDarkNow(): boolean {
  const { theme } = useTheme.getState();
  return theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}
