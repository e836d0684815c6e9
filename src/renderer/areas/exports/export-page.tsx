import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { Job } from '../../../shared/model/job.ts';
import { navigate, QueryState, showInFolder } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  CodeBlock,
  type Fact,
  KeyValues,
  MeaningIcon,
  Page,
  Panel,
  RelativeTime,
  Stack,
  Text,
} from '../../ui/index.ts';
import { deployCommands } from './deploy-commands.ts';
import { FilesBadge } from './export-state.tsx';
import styles from './exports.module.css';
import { FilesPanel } from './files-panel.tsx';
import { ImagePanel } from './image-panel.tsx';
import { JobView } from './job-view.tsx';
import { RunPanel } from './run-panel.tsx';

type Export = CommandOutput<'exports.get'>;

function factsOf({ model, version, folder, modelDigest, createdAtMs, options }: Export): Fact[] {
  return [
    { name: 'Model', value: `${model}/${version}`, copy: `${model}/${version}` },
    { name: 'Folder', value: folder, copy: folder, mono: true },
    { name: 'Model’s SHA-256', value: `${modelDigest.slice(0, 16)}…`, copy: modelDigest, mono: true },
    { name: 'Made', value: <RelativeTime atMs={createdAtMs} /> },
    { name: 'Namespace', value: options.namespace },
    { name: 'Replicas', value: `${options.replicas} to ${options.maxReplicas}` },
    { name: 'CPU', value: `${options.cpuRequest} reserved, at most ${options.cpuLimit}` },
    { name: 'Memory', value: `${options.memoryRequest} reserved, at most ${options.memoryLimit}` },
  ];
}

/** Said once and plainly: is what lies in the folder still what was written? */
function Intact({ of }: { of: Export }) {
  if (of.state !== 'ready' || of.isIntact) return null;
  return (
    <Panel title="Files have changed">
      <Stack>
        <Text>
          <MeaningIcon meaning="warning" /> The folder is gone, or a file no longer has the checksum with
          which it was written. Export again to be sure of what the cluster gets.
        </Text>
        <span>
          <Button onClick={() => navigate({ area: 'exports', search: { new: `${of.model}/${of.version}` } })}>
            Export again
          </Button>
        </span>
      </Stack>
    </Panel>
  );
}

function Commands({ of }: { of: Export }) {
  return (
    <Panel title="By hand, or on another machine">
      <Stack>
        {deployCommands(of).map(({ name, code }) => (
          <div key={name}>
            <Text tone="muted" size="small">
              {name}
            </Text>
            <CodeBlock wrap label={`command: ${name}`} code={code} />
          </div>
        ))}
      </Stack>
    </Panel>
  );
}

function Loaded({ of, jobs }: { of: Export; jobs: readonly Job[] }) {
  const own = jobs.filter(({ subject }) => subject?.type === 'export' && subject.id === of.id);
  const writing = own.find(({ kind }) => kind === 'export');
  const building = own.find(({ kind }) => kind === 'build-image');
  const isReady = of.state === 'ready';
  // With "build the image too", one job writes and builds.
  const showsWriting = writing !== undefined && (writing.endedAtMs === null || of.state === 'failed');
  return (
    <Page
      title={`Export of ${of.model}/${of.version}`}
      note={<FilesBadge of={of} />}
      actions={
        <>
          <Button onClick={() => navigate({ area: 'exports' })}>All exports</Button>
          <Button onClick={() => showInFolder(of.folder)}>Show folder</Button>
        </>
      }
    >
      <Stack>
        <Intact of={of} />
        {showsWriting && (
          <Panel title={writing.title}>
            <JobView key={writing.id} job={writing} />
          </Panel>
        )}
        {isReady && (
          <div className={styles.columns}>
            <ImagePanel of={of} job={building} />
            <RunPanel exportId={of.id} isBuilt={of.imageId !== null} />
          </div>
        )}
        {of.files.length > 0 && <FilesPanel exportId={of.id} files={of.files} />}
        <div className={styles.columns}>
          <Panel title="Facts">
            <KeyValues facts={factsOf(of)} />
          </Panel>
          <Commands of={of} />
        </div>
      </Stack>
    </Page>
  );
}

/** One export: what the cluster will get, whether it is whole, and the way to it. */
export function ExportPage({ id }: { id: string }) {
  const answer = useQuery('exports.get', { export: id });
  const jobs = useQuery('jobs.list', { limit: 1000 });
  return (
    <QueryState query={answer} what="The export">
      {(of) => <Loaded of={of} jobs={jobs.data ?? []} />}
    </QueryState>
  );
}
