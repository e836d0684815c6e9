import { call } from '../client/index.ts';
import type { Action } from './actions.ts';
import { chooseFolder } from './home/choose-folder.ts';
import { navigate, useNavigation } from './navigation.ts';
import { leaveProject } from './open-project.ts';
import { usePalette, useShortcutSheet } from './palette-state.ts';
import { linkOf } from './route.ts';
import { chooseTheme, isDarkNow } from './theme.ts';
import { useTrackingPopover } from './tracking-state.ts';

/** What the shell itself offers, whatever screen is on display. */
export function shellActions(hasProject: boolean): readonly Action[] {
  const always: Action[] = [
    { id: 'project.open', title: 'Open a folder…', shortcut: 'Mod+O', run: () => void chooseFolder() },
    {
      id: 'window.new',
      title: 'New window',
      shortcut: 'Mod+Shift+N',
      run: () => void call('shell.newWindow', {}),
    },
    {
      id: 'theme.toggle',
      title: isDarkNow() ? 'Use the light theme' : 'Use the dark theme',
      run: () => chooseTheme(isDarkNow() ? 'light' : 'dark'),
    },
    { id: 'theme.system', title: 'Use the system’s theme', run: () => chooseTheme('system') },
    {
      id: 'shortcuts',
      title: 'Keyboard shortcuts',
      shortcut: '?',
      run: () => useShortcutSheet.setState({ isOpen: true }),
    },
  ];
  if (!hasProject) return always;
  return [
    { id: 'go.train', title: 'Train a model', shortcut: 't', run: () => navigate({ area: 'train' }) },
    { id: 'go.serve', title: 'Serve a model', shortcut: 's', run: () => navigate({ area: 'serving' }) },
    { id: 'go.register', title: 'Register a model', shortcut: 'r', run: () => navigate({ area: 'runs' }) },
    { id: 'go.compare', title: 'Compare runs', shortcut: 'c', run: () => navigate({ area: 'runs' }) },
    {
      id: 'tracking',
      title: 'Take runs from MLflow’s clients…',
      keywords: 'tracking server mlflow log python',
      run: () => useTrackingPopover.setState({ isOpen: true }),
    },
    {
      id: 'go.back',
      title: 'Back',
      shortcut: 'Alt+ArrowLeft',
      run: () => useNavigation.getState().back(),
    },
    {
      id: 'go.forward',
      title: 'Forward',
      shortcut: 'Alt+ArrowRight',
      run: () => useNavigation.getState().forward(),
    },
    ...always,
    {
      id: 'link.copy',
      title: 'Copy the link to this page',
      run: () => void navigator.clipboard.writeText(linkOf(useNavigation.getState().route)),
    },
    { id: 'project.leave', title: 'Go to the home screen', keywords: 'close project', run: leaveProject },
  ];
}

export const openPalette: Action = {
  id: 'palette',
  title: 'Search or run a command',
  shortcut: 'Mod+K',
  run: () => usePalette.setState(({ isOpen }) => ({ isOpen: !isOpen })),
};
