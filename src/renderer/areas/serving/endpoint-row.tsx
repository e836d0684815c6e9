import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { Endpoint } from '../../../shared/model/serving.ts';
import { linkOf, stateMeaning } from '../../app/index.ts';
import { call, showError, useCommand, useLive } from '../../client/index.ts';
import {
  Button,
  CopyButton,
  classNames,
  countOf,
  DropdownMenu,
  formatNumber,
  IconButton,
  Sparkline,
  StatusDot,
  Switch,
  Text,
} from '../../ui/index.ts';
import { freePortOf } from './free-port.ts';
import styles from './serving.module.css';

function Figures({ endpoint }: { endpoint: Endpoint }) {
  const live = useLive((state) => state.endpointStats[endpoint.id]) ?? endpoint;
  const history = useLive((state) => state.endpointHistory[endpoint.id]) ?? [];
  return (
    <div className={styles.figures}>
      <span className={styles.figure}>
        <strong>{formatNumber(live.requestsPerSecond, 3)}</strong> requests/s
        <Sparkline
          width={56}
          label="Requests per second"
          values={history.map(({ requestsPerSecond }) => requestsPerSecond)}
        />
      </span>
      <span className={styles.figure}>
        <strong>{live.p99Ms === null ? '–' : formatNumber(live.p99Ms, 3)}</strong> ms p99
        <Sparkline
          width={56}
          label="p99 in milliseconds"
          values={history.map(({ p99Ms }) => p99Ms ?? Number.NaN)}
        />
      </span>
      <span className={styles.counts}>
        {live.p50Ms === null ? 'no requests lately' : `p50 ${formatNumber(live.p50Ms, 3)} ms`} ·{' '}
        {countOf(live.predictions, 'prediction')} ·{' '}
        {live.errors === 0 ? 'no errors' : <Text tone="bad">{countOf(live.errors, 'error')}</Text>}
      </span>
    </div>
  );
}

/** One endpoint: its switch, where it is, and how it fares. */
export function EndpointRow({
  endpoint,
  isChosen,
  onChoose,
}: {
  endpoint: Endpoint;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { id, model, version, port, address, state, reason } = endpoint;
  const name = `${model}/${version}`;
  const start = useCommand('serving.start', { failure: `${name} could not be started`, quiet: true });
  const stop = useCommand('serving.stop', { failure: `${name} could not be stopped` });
  const remove = useCommand('serving.remove', { failure: `${name} could not be removed` });
  const [isHidden, setHidden] = useState(false);
  const isOn = state !== 'stopped' && state !== 'failed';
  const isUp = state === 'ready';
  const freePort = freePortOf(start.error);
  const problem = start.error?.message ?? reason;
  const openDescription = () =>
    call('shell.openAddress', { url: `${address}/openapi.json` }).catch((thrown: unknown) =>
      showError('The address could not be opened', thrown),
    );
  if (isHidden) return null;
  return (
    <div className={classNames(styles.endpoint, isChosen && styles.chosen)}>
      <Switch
        label={`Serve ${name} on port ${port}`}
        hideLabel
        checked={isOn || start.isRunning}
        busy={start.isRunning || stop.isRunning}
        onChange={(on) => void (on ? start.run({ model: name, port }) : stop.run({ endpoint: id }))}
      />
      <button type="button" className={styles.endpointMain} aria-pressed={isChosen} onClick={onChoose}>
        <span className={styles.endpointName}>{name}</span>
        <StatusDot meaning={start.isRunning ? 'info' : stateMeaning[state]} live={isUp || start.isRunning}>
          {start.isRunning ? 'starting' : state}
        </StatusDot>
      </button>
      <span className={styles.address}>
        <Text mono selectable tone={isUp ? 'accent' : 'muted'}>
          {address}
        </Text>
        <CopyButton text={address} what="address" />
      </span>
      {isOn && <Figures endpoint={endpoint} />}
      <DropdownMenu
        align="end"
        trigger={<IconButton label={`Actions for ${name} on port ${port}`} icon={<Ellipsis size={16} />} />}
        entries={[
          { label: 'Open its OpenAPI description', disabled: !isUp, onSelect: () => void openDescription() },
          {
            label: 'Copy link',
            onSelect: () => void navigator.clipboard.writeText(linkOf({ area: 'serving', id })),
          },
          'separator',
          {
            label: isOn ? 'Stop and take off the list' : 'Take off the list',
            danger: true,
            onSelect: () => {
              setHidden(true);
              void remove.run({ endpoint: id }).then((answer) => setHidden(answer !== undefined));
            },
          },
        ]}
      />
      {problem !== null && problem !== undefined && (
        <div className={styles.problem} role="alert">
          <Text tone={state === 'restarting' ? 'warning' : 'bad'} selectable>
            {problem}
          </Text>
          {freePort !== null && (
            <Button size="small" onClick={() => void start.run({ model: name })}>
              Use another port
            </Button>
          )}
          {state === 'failed' && start.error === null && (
            <Button size="small" onClick={() => void start.run({ model: name, port })}>
              Try again
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
