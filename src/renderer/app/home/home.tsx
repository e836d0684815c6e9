import { FlaskConical, FolderOpen } from 'lucide-react';
import { useCommand } from '../../client/index.ts';
import { Button, Keys, PhaseBar } from '../../ui/index.ts';
import { Mark } from '../mark.tsx';
import { enterProject } from '../open-project.ts';
import { chooseFolder, useFinding } from './choose-folder.ts';
import { FolderFindings } from './folder-findings.tsx';
import styles from './home.module.css';
import { Recents } from './recents.tsx';

function SampleButton() {
  const create = useCommand('projects.createSample', { failure: 'The sample project could not be made' });
  return (
    <>
      <Button
        icon={<FlaskConical size={16} />}
        busy={create.isRunning}
        onClick={async () => {
          const project = await create.run({});
          if (project !== undefined) enterProject(project);
        }}
      >
        Try the sample project
      </Button>
      {create.isRunning && (
        <div className={styles.progress}>
          <PhaseBar label="Making the sample project" progress={create.progress} />
        </div>
      )}
    </>
  );
}

/** Where is my project? Shown while none is open. */
export function Home() {
  const finding = useFinding((state) => state.finding);
  if (finding !== null) return <FolderFindings finding={finding} />;
  return (
    <div className={styles.home}>
      <div className={styles.column}>
        <header className={styles.head}>
          <Mark size={40} />
          <div>
            <h1>Open a folder to start</h1>
            <p className={styles.lead}>
              A folder with your data becomes a project. Everything stays on this machine, and nothing is
              written before you say so.
            </p>
          </div>
        </header>
        <div className={styles.actions}>
          <Button
            variant="primary"
            icon={<FolderOpen size={16} />}
            aria-keyshortcuts="Control+O"
            onClick={() => void chooseFolder()}
          >
            Open a folder…
          </Button>
          <SampleButton />
          <span className={styles.hint}>
            or drop a folder anywhere in this window <Keys keys="Mod+O" />
          </span>
        </div>
        <Recents />
      </div>
    </div>
  );
}
