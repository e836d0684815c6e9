import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { Job } from '../../../shared/model/job.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, formatBytes, Inline, KeyValues, Panel, Stack, Text } from '../../ui/index.ts';
import { ImageState } from './export-state.tsx';
import { JobView } from './job-view.tsx';

type Export = CommandOutput<'exports.get'>;

/** Why nothing can be built or run here, and what to do about it. */
function NoDocker({ reason, onRetry }: { reason: string | null; onRetry: () => void }) {
  return (
    <Stack>
      <Text tone="warning" selectable>
        {reason ?? 'No Docker engine answers on this machine.'}
      </Text>
      <Text tone="muted">
        Start Docker and look again. The folder is complete without it: the first command below builds the
        image on any machine that has Docker.
      </Text>
      <span>
        <Button onClick={onRetry}>Look again</Button>
      </span>
    </Stack>
  );
}

function BuildActions({ of, job }: { of: Export; job: Job | undefined }) {
  const build = useCommand('exports.build', { failure: 'The image could not be built' });
  const cancel = useCommand('jobs.cancel', { failure: 'The build could not be cancelled' });
  if (job !== undefined && job.endedAtMs === null)
    return (
      <Button busy={cancel.isRunning} onClick={() => void cancel.run({ job: job.id })}>
        Cancel build
      </Button>
    );
  const isBuilt = of.imageState === 'built';
  return (
    <Button
      variant={isBuilt ? 'plain' : 'primary'}
      busy={build.isRunning || of.imageState === 'building'}
      disabled={of.state !== 'ready'}
      onClick={() => void build.run({ export: of.id })}
    >
      {isBuilt ? 'Build again' : 'Build image'}
    </Button>
  );
}

/** The image: whether it was built, how large it is, and the build as it goes on. */
export function ImagePanel({ of, job }: { of: Export; job: Job | undefined }) {
  const docker = useQuery('exports.docker', {});
  const [showsLog, setShowsLog] = useState(false);
  const isBuilding = job !== undefined && job.endedAtMs === null;
  const hasDocker = docker.data?.isAvailable;
  return (
    <Panel title="Image" actions={hasDocker === true && <BuildActions of={of} job={job} />}>
      <Stack>
        <KeyValues
          facts={[
            { name: 'Name', value: of.image, copy: of.image, mono: true },
            { name: 'State', value: <ImageState state={of.imageState} /> },
            ...(of.imageSizeBytes === null ? [] : [{ name: 'Size', value: formatBytes(of.imageSizeBytes) }]),
            ...(of.imageId === null
              ? []
              : [{ name: 'Id', value: `${of.imageId.slice(0, 19)}…`, copy: of.imageId, mono: true }]),
          ]}
        />
        {hasDocker === false && (
          <NoDocker reason={docker.data?.reason ?? null} onRetry={() => void docker.refetch()} />
        )}
        {docker.error !== null && (
          <Text tone="bad" selectable>
            {docker.error.message}
          </Text>
        )}
        {job !== undefined && !isBuilding && (
          <Inline>
            <Button size="small" variant="quiet" onClick={() => setShowsLog(!showsLog)}>
              {showsLog ? 'Hide the log of the last build' : 'Show the log of the last build'}
            </Button>
          </Inline>
        )}
        {job !== undefined && (isBuilding || showsLog || job.state === 'failed') && (
          <JobView key={job.id} job={job} />
        )}
      </Stack>
    </Panel>
  );
}
