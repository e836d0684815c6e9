import type { CommandOutput } from '../../../shared/contract/index.ts';
import { QueryState } from '../../app/index.ts';
import { call, showError, useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  CopyButton,
  Inline,
  type Meaning,
  Panel,
  ProgressBar,
  Stack,
  StatusDot,
  Text,
} from '../../ui/index.ts';

type Container = CommandOutput<'exports.containers'>[number];

const meaningOf = ({ state, health }: Container): Meaning => {
  if (state !== 'running') return 'bad';
  return health === 'unhealthy' ? 'bad' : health === 'starting' ? 'info' : 'good';
};

function ContainerLine({ container }: { container: Container }) {
  const { id, address, state, health } = container;
  const stop = useCommand('exports.stop', { failure: 'The container could not be stopped' });
  const open = (url: string) =>
    call('shell.openAddress', { url }).catch((thrown: unknown) =>
      showError('The address could not be opened', thrown),
    );
  return (
    <Inline>
      <StatusDot meaning={meaningOf(container)} live={state === 'running'}>
        {health === null || health === '' ? state : `${state}, ${health}`}
      </StatusDot>
      {address !== null && (
        <>
          <Text mono selectable tone="accent">
            {address}
          </Text>
          <CopyButton text={address} what="address" />
          <Button size="small" onClick={() => void open(address)}>
            Open
          </Button>
        </>
      )}
      <Button
        size="small"
        variant="danger"
        busy={stop.isRunning}
        onClick={() => void stop.run({ container: id })}
      >
        Stop
      </Button>
    </Inline>
  );
}

/** The built image on this machine, as the cluster would run it. */
export function RunPanel({ exportId, isBuilt }: { exportId: string; isBuilt: boolean }) {
  const containers = useQuery('exports.containers', {});
  const start = useCommand('exports.run', { failure: 'The image could not be run', quiet: true });
  return (
    <Panel
      title="On this machine"
      actions={
        start.isRunning ? (
          <Button onClick={start.cancel}>Cancel</Button>
        ) : (
          <Button disabled={!isBuilt} onClick={() => void start.run({ export: exportId })}>
            Run here
          </Button>
        )
      }
    >
      <Stack>
        {start.isRunning && (
          <ProgressBar
            label="Starting the container"
            share={null}
            text={start.progress?.phase ?? 'Starting the container'}
          />
        )}
        {start.error !== null && (
          <div role="alert">
            <Text tone="bad" selectable>
              {start.error.message}
            </Text>
          </div>
        )}
        <QueryState query={containers} what="The containers">
          {(all) => {
            const own = all.filter((container) => container.exportId === exportId);
            if (own.length > 0)
              return own.map((container) => <ContainerLine key={container.id} container={container} />);
            return (
              <Text tone="muted">
                {isBuilt
                  ? 'It runs read-only, without rights and with the memory of the manifests, at a port of this machine.'
                  : 'Build the image first; then it can be tried here as the cluster would run it.'}
              </Text>
            );
          }}
        </QueryState>
      </Stack>
    </Panel>
  );
}
