import { useEffect, useState } from 'react';
import { call, showError, useProject } from '../client/index.ts';
import { Skeleton } from '../ui/index.ts';
import { useDroppedFiles } from './dropped-files.ts';
import { EngineBanner } from './engine-banner.tsx';
import { useGlobalKeys } from './global-keys.ts';
import { Home } from './home/home.tsx';
import { openProject } from './open-project.ts';
import { Palette } from './palette.tsx';
import styles from './shell.module.css';
import { Shell } from './shell.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StatusBar } from './status-bar.tsx';
import { applyTheme } from './theme.ts';
import { TitleBar } from './title-bar.tsx';

/** Takes up what the window was opened with. Answers true when it is known what to show first. */
function useStart(): boolean {
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    call('shell.windowState', {})
      .then(async ({ folder, theme }) => {
        applyTheme(theme);
        if (folder !== null) await openProject(folder);
      })
      .catch((thrown: unknown) => showError('The window could not read its settings', thrown))
      .finally(() => setKnown(true));
  }, []);
  return isKnown;
}

/** Everything inside the frame that the system draws. */
export function Window() {
  const isKnown = useStart();
  const project = useProject((state) => state.info);
  useGlobalKeys();
  useDroppedFiles();
  return (
    <div className={styles.window}>
      <TitleBar />
      <EngineBanner />
      {project !== null ? (
        <Shell />
      ) : (
        <main className={styles.main}>{isKnown ? <Home /> : <Skeleton label="Opening" />}</main>
      )}
      <StatusBar />
      <Palette />
      <ShortcutSheet />
    </div>
  );
}
