import { useEffect, useState } from 'react';
import { call, showError, useProject } from '../client/index.ts';
import { useDroppedFiles } from './dropped-files.ts';
import { EngineBanner } from './engine-banner.tsx';
import { useGlobalKeys } from './global-keys.ts';
import { Home } from './home/home.tsx';
import { keepPlaces, lastPlaceIn } from './last-place.ts';
import { useNavigation } from './navigation.ts';
import { enterProject, openProject } from './open-project.ts';
import { Opening } from './opening.tsx';
import { Palette } from './palette.tsx';
import styles from './shell.module.css';
import { Shell } from './shell.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StatusBar } from './status-bar.tsx';
import { applyTheme } from './theme.ts';
import { TitleBar } from './title-bar.tsx';

/** Takes up what the window was opened with. Answers null when that is done, and until then how far it is. */
function useStart(): { phase: string } | null {
  const [opening, setOpening] = useState<{ phase: string } | null>({ phase: 'Starting' });
  useEffect(() => {
    startOnce((phase) => setOpening({ phase }))
      .catch((thrown: unknown) => showError('The window could not take up where it left off', thrown))
      .finally(() => setOpening(null));
  }, []);
  return opening;
}

let started: Promise<void> | undefined;

/** Once a window, even where React mounts everything twice to find mistakes. */
const startOnce = (onPhase: (phase: string) => void) => (started ??= start(onPhase));

async function start(onPhase: (phase: string) => void): Promise<void> {
  const { folder, theme, openSample } = await call('shell.windowState', {});
  applyTheme(theme);
  if (folder !== null) {
    onPhase(`Opening ${folder}`);
    if (await openProject(folder)) takeUpPlace();
  } else if (openSample) {
    onPhase('Making the sample project');
    enterProject(await call('projects.createSample', {}, { onProgress: ({ phase }) => onPhase(phase) }));
  }
  keepPlaces();
}

/** A start goes on where the window was when it was closed; another project that is opened begins with its overview. */
function takeUpPlace(): void {
  const { info } = useProject.getState();
  const place = info && lastPlaceIn(info.folder);
  if (place !== null) useNavigation.getState().replace(place);
}

/** Everything inside the frame that the system draws. */
export function Window() {
  const opening = useStart();
  const project = useProject((state) => state.info);
  useGlobalKeys();
  const { isOver } = useDroppedFiles();
  useEffect(() => {
    document.title = project === null ? 'Modelyard' : `${project.name} – Modelyard`;
  }, [project]);
  return (
    <div className={styles.window}>
      <TitleBar />
      <EngineBanner />
      {project !== null ? (
        <Shell />
      ) : (
        <main className={styles.main}>{opening === null ? <Home /> : <Opening phase={opening.phase} />}</main>
      )}
      <StatusBar />
      <Palette />
      <ShortcutSheet />
      {isOver && (
        <div className={styles.drop}>
          {project === null ? 'Drop a folder to see what is in it' : 'Drop a data file to add it'}
        </div>
      )}
    </div>
  );
}
