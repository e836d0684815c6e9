import { useState } from 'react';
import type { TrackingServer } from '../../shared/model/tracking-server.ts';
import { useCommand, useProject, useQuery } from '../client/index.ts';
import { CodeBlock, Popover, Stack, StatusDot, Switch, Text } from '../ui/index.ts';
import styles from './shell.module.css';
import { stateMeaning } from './state-meaning.ts';
import { useTrackingPopover } from './tracking-state.ts';

const inShort = ({ state, port }: TrackingServer): string => {
  if (state === 'stopped') return 'MLflow off';
  return state === 'ready' ? `MLflow :${port}` : `MLflow :${port} ${state}`;
};

const snippet = (address: string): string =>
  `import mlflow\n\nmlflow.set_tracking_uri("${address}")\nmlflow.set_experiment("first")\nwith mlflow.start_run():\n    mlflow.log_metric("loss", 0.5)`;

/** Whether Python programs can log into this project: the switch, the address, and what to write there. */
export function TrackingItem() {
  const isReadOnly = useProject(({ info }) => info !== null && info.readOnlyReason !== null);
  const { data: server } = useQuery('trackingServer.status', {});
  const start = useCommand('trackingServer.start', {
    failure: 'The tracking server could not be started',
    quiet: true,
  });
  const stop = useCommand('trackingServer.stop', { failure: 'The tracking server could not be stopped' });
  const { isOpen } = useTrackingPopover();
  /** The port that it had before, where another program has taken it. */
  const [movedFrom, setMovedFrom] = useState<number | null>(null);
  if (server === undefined) return null;
  const isOn = server.state !== 'stopped' && server.state !== 'failed';
  const problem = start.error?.message ?? server.reason;
  const turnOn = async () => {
    const before = server.port;
    const started = await start.run({});
    if (started !== undefined) setMovedFrom(started.port === before ? null : before);
  };
  return (
    <Popover
      label="Tracking server"
      align="end"
      open={isOpen}
      onOpenChange={(open) => useTrackingPopover.setState({ isOpen: open })}
      trigger={
        <button type="button" className={styles.statusItem}>
          <StatusDot meaning={start.isRunning ? 'info' : stateMeaning[server.state]}>
            {start.isRunning ? 'MLflow starting' : inShort(server)}
          </StatusDot>
        </button>
      }
    >
      <Stack>
        <Switch
          label="Take runs from MLflow’s clients"
          checked={isOn || start.isRunning}
          disabled={isReadOnly}
          busy={start.isRunning || stop.isRunning}
          onChange={(on) => void (on ? turnOn() : stop.run({}))}
        />
        <Text tone="muted">
          Python code that logs to an MLflow server logs into this project, unchanged. Only programs on this
          machine reach it.
        </Text>
        {problem !== null && (
          <Text tone={server.state === 'restarting' ? 'warning' : 'bad'} selectable>
            {problem}
          </Text>
        )}
        {server.state === 'ready' && movedFrom !== null && (
          <Text tone="warning" selectable>
            Another program has taken port {movedFrom}, so it is on port {server.port} now. Programs that log
            to the former address need the new one.
          </Text>
        )}
        {server.state === 'ready' && server.address !== null && (
          <CodeBlock code={snippet(server.address)} label="Python code" />
        )}
      </Stack>
    </Popover>
  );
}
