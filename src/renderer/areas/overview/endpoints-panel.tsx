import type { ProjectStatus } from '../../../shared/model/project.ts';
import { navigate } from '../../app/index.ts';
import { useLive } from '../../client/index.ts';
import {
  Button,
  CopyButton,
  countOf,
  EmptyState,
  formatNumber,
  type Meaning,
  Panel,
  StatusDot,
} from '../../ui/index.ts';
import styles from './overview.module.css';

type Endpoint = ProjectStatus['endpoints'][number];

const meanings: Record<string, Meaning> = {
  ready: 'good',
  starting: 'info',
  restarting: 'warning',
  failed: 'bad',
};

function EndpointRow({ endpoint }: { endpoint: Endpoint }) {
  const live = useLive((state) => state.endpointStats[endpoint.id]) ?? endpoint;
  return (
    <div className={styles.rowWithAction}>
      <button
        type="button"
        className={styles.row}
        onClick={() => navigate({ area: 'serving', id: endpoint.id })}
      >
        <span className={styles.stacked}>
          <StatusDot meaning={meanings[endpoint.state] ?? 'neutral'} live={endpoint.state === 'ready'}>
            <span className={styles.name}>{endpoint.name}</span>
          </StatusDot>
          <span className={styles.faint}>{endpoint.address?.replace('http://', '') ?? endpoint.state}</span>
        </span>
        <span className={styles.figure}>
          <span>{formatNumber(live.requestsPerSecond, 3)} requests/s</span>
          <span className={styles.faint}>
            {live.p99Ms === null ? 'no requests yet' : `p99 ${formatNumber(live.p99Ms, 3)} ms`} ·{' '}
            {countOf(live.predictions, 'prediction')}
          </span>
        </span>
      </button>
      {endpoint.address !== null && <CopyButton text={endpoint.address} what="address" />}
    </div>
  );
}

/** What answers now, and how fast. */
export function EndpointsPanel({ endpoints }: { endpoints: readonly Endpoint[] }) {
  return (
    <Panel
      title="Serving"
      flush
      actions={
        <Button size="small" variant="quiet" onClick={() => navigate({ area: 'serving' })}>
          All
        </Button>
      }
    >
      {endpoints.length === 0 ? (
        <EmptyState
          text="A served model answers over HTTP on this machine."
          action={{ label: 'Serve a model', onClick: () => navigate({ area: 'serving' }) }}
        />
      ) : (
        endpoints.map((endpoint) => <EndpointRow key={endpoint.id} endpoint={endpoint} />)
      )}
    </Panel>
  );
}
