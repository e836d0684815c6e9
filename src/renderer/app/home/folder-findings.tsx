import { ArrowLeft, FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import type { FolderFinding } from '../../../shared/model/project.ts';
import { useCommand } from '../../client/index.ts';
import {
  Button,
  countOf,
  ErrorState,
  type Fact,
  formatBytes,
  KeyValues,
  Panel,
  Stack,
  TextField,
} from '../../ui/index.ts';
import { enterProject } from '../open-project.ts';
import { chooseFolder, useFinding } from './choose-folder.ts';
import styles from './home.module.css';

const goHome = () => useFinding.setState({ finding: null });

/** Why a folder cannot become a project, or null when it can. */
export function obstacle({ kind, writable, problem, folder }: FolderFinding): string | null {
  if (problem !== null) return problem;
  if (kind === 'missing') return `${folder} does not exist.`;
  if (kind === 'not-a-folder') return `${folder} is a file. Open the folder that holds it.`;
  if (!writable)
    return `${folder} is read-only. Choose a folder you may write to, or change its permissions.`;
  return null;
}

function factsOf(finding: FolderFinding): Fact[] {
  const yes: [boolean, Fact][] = [
    [true, { name: 'Data files', value: countOf(finding.dataFileCount, 'file') }],
    [finding.scripts > 0, { name: 'Scripts', value: countOf(finding.scripts, 'Python script') }],
    [finding.notebooks > 0, { name: 'Notebooks', value: countOf(finding.notebooks, 'notebook') }],
    [finding.onnxFiles > 0, { name: 'Models', value: countOf(finding.onnxFiles, 'ONNX file') }],
    [finding.hasGit, { name: 'Code', value: 'a git repository; runs will record its commit' }],
    [finding.hasMlruns, { name: 'MLflow', value: 'a folder of MLflow runs (mlruns)' }],
    [finding.hasDvc, { name: 'DVC', value: 'data versioned with DVC' }],
  ];
  return yes.flatMap(([applies, fact]) => (applies ? [fact] : []));
}

function DataFiles({ finding }: { finding: FolderFinding }) {
  if (finding.dataFiles.length === 0) return null;
  const hidden = finding.dataFileCount - finding.dataFiles.length;
  return (
    <Panel title="Could become datasets" flush>
      <ul className={styles.files}>
        {finding.dataFiles.map(({ path, format, sizeBytes }) => (
          <li key={path}>
            <FileSpreadsheet size={14} aria-hidden />
            <span className={styles.fileName}>{path}</span>
            <span>{format}</span>
            <span className={styles.fileSize}>{formatBytes(sizeBytes)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={styles.more}>and {countOf(hidden, 'smaller file')}</p>}
    </Panel>
  );
}

/** What Modelyard found in a folder, before a byte is written to it; the button is the consent. */
export function FolderFindings({ finding }: { finding: FolderFinding }) {
  const [name, setName] = useState(finding.name);
  const create = useCommand('projects.create', { failure: 'The project could not be made' });
  const problem = obstacle(finding);
  if (problem !== null)
    return (
      <ErrorState
        title={
          finding.kind === 'project'
            ? 'This project cannot be opened.'
            : 'This folder cannot become a project.'
        }
        detail={problem}
        action={{ label: 'Choose another folder', onClick: () => void chooseFolder() }}
        secondary={{ label: 'Back', onClick: goHome }}
      />
    );
  return (
    <div className={styles.home}>
      <div className={styles.column}>
        <div>
          <Button variant="quiet" size="small" icon={<ArrowLeft size={14} />} onClick={goHome}>
            Back
          </Button>
        </div>
        <header>
          <h1>{finding.kind === 'empty' ? 'An empty folder' : 'What Modelyard found'}</h1>
          <p className={styles.path}>{finding.folder}</p>
        </header>
        <Stack>
          {finding.kind !== 'empty' && <KeyValues facts={factsOf(finding)} />}
          <DataFiles finding={finding} />
          <Panel title="Make it a project">
            <Stack>
              <TextField label="Name" value={name} onChange={setName} />
              <p className={styles.lead}>
                Two things will be written: <code>modelyard.yaml</code>, settings worth committing, and the
                folder <code>.modelyard</code>, which git ignores. Your own files are read, never moved or
                changed.
              </p>
              <div className={styles.actions}>
                <Button
                  variant="primary"
                  busy={create.isRunning}
                  disabled={name.trim() === ''}
                  onClick={async () => {
                    const project = await create.run({ folder: finding.folder, name: name.trim() });
                    if (project === undefined) return;
                    goHome();
                    enterProject(project);
                  }}
                >
                  Make this folder a project
                </Button>
                <Button onClick={goHome}>Leave it as it is</Button>
              </div>
            </Stack>
          </Panel>
        </Stack>
      </div>
    </div>
  );
}
