import { createContext, useContext, useEffect, useMemo, useState } from 'react';

/** What is drawn is for paper: its colours are the light ones, whatever the theme. */
export const OnPaper = createContext(false);

/** Counts changes of the theme, chosen or the system's, so that what was resolved to pixels is resolved again. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const change = () => setVersion((before) => before + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', change);
    const chosen = new MutationObserver(change);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', change);
      chosen.disconnect();
    };
  }, []);
  return version;
}

/** Colours of tokens as `rgb(…)`: a canvas knows no style sheet. */
export function resolveColors(colors: readonly string[], isOnPaper = false): string[] {
  const probe = document.createElement('span');
  if (isOnPaper) probe.style.colorScheme = 'light';
  document.body.append(probe);
  try {
    return colors.map((color) => {
      probe.style.color = color;
      return getComputedStyle(probe).color;
    });
  } finally {
    probe.remove();
  }
}

/** Colours of this theme; asked for again when the theme changes. */
export function useResolvedColors(colors: readonly string[]): readonly string[] {
  const version = useThemeVersion();
  const isOnPaper = useContext(OnPaper);
  const names = colors.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when the theme has changed
  return useMemo(() => resolveColors(names.split('\n'), isOnPaper), [names, version, isOnPaper]);
}
