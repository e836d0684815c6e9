import { ArrowLeft, FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { foreignFormatTitles } from '../../../shared/model/foreign-runs.ts';
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
  Text,
  TextField,
} from '../../ui/index.ts';
import { FoundTools } from '../found-tools.tsx';
import { navigate } from '../navigation.ts';
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
    [
      finding.dataFileCount > 0 || finding.runSources.length === 0,
      { name: 'Data files', value: countOf(finding.dataFileCount, 'file') },
    ],
    [finding.scripts > 0, { name: 'Scripts', value: countOf(finding.scripts, 'Python script') }],
    [finding.notebooks > 0, { name: 'Notebooks', value: countOf(finding.notebooks, 'notebook') }],
    [finding.onnxFiles > 0, { name: 'Models', value: countOf(finding.onnxFiles, 'ONNX file') }],
    [finding.hasGit, { name: 'Code', value: 'a git repository; runs will record its commit' }],
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
  const problem = obstacle(finding);
  const hasRuns = finding.runSources.length > 0;
  if (problem !== null && !hasRuns)
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
          {hasRuns && <LookPanel finding={finding} />}
          <FoundTools tools={finding.tools} />
          <DataFiles finding={finding} />
          {problem === null ? (
            <MakePanel finding={finding} isFirst={!hasRuns} />
          ) : (
            <Text tone="muted">{problem}</Text>
          )}
        </Stack>
      </div>
    </div>
  );
}

/** Runs of other tools can be looked at in place: then the folder stays as it is. */
function LookPanel({ finding: { folder, runSources, isSearchComplete } }: { finding: FolderFinding }) {
  const look = useCommand('projects.look', { failure: 'The runs could not be opened' });
  return (
    <Panel title="Look at the runs">
      <Stack>
        <KeyValues
          facts={runSources.map(({ title, format, runCount }) => ({
            name: title,
            value: [
              foreignFormatTitles[format],
              ...(runCount === null ? [] : [countOf(runCount, 'run')]),
            ].join(' · '),
          }))}
        />
        <p className={styles.lead}>
          They are read where they lie and stay up to date. Nothing is written into this folder: what
          Modelyard keeps of them lies in your own application data.
        </p>
        {!isSearchComplete && (
          <p className={styles.lead}>
            The folder is large, so the search stopped early, and there may be more. Choose a folder further
            down to see the rest.
          </p>
        )}
        <div className={styles.actions}>
          <Button
            variant="primary"
            busy={look.isRunning}
            onClick={async () => {
              const project = await look.run({ folder });
              if (project === undefined) return;
              goHome();
              enterProject(project);
              navigate({ area: 'runs' });
            }}
          >
            Look at these runs without writing into the folder
          </Button>
        </div>
      </Stack>
    </Panel>
  );
}

function MakePanel({ finding, isFirst }: { finding: FolderFinding; isFirst: boolean }) {
  const [name, setName] = useState(finding.name);
  const create = useCommand('projects.create', { failure: 'The project could not be made' });
  return (
    <Panel title="Make it a project">
      <Stack>
        <TextField label="Name" value={name} onChange={setName} />
        <p className={styles.lead}>
          Two things will be written: <code>modelyard.yaml</code>, settings worth committing, and the folder{' '}
          <code>.modelyard</code>, which git ignores. Your own files are read, never moved or changed.
        </p>
        <div className={styles.actions}>
          <Button
            variant={isFirst ? 'primary' : 'plain'}
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
  );
}
