import type { Job } from '../../shared/model/job.ts';
import { shareDone } from '../../shared/model/progress.ts';
import type { Endpoint } from '../../shared/model/serving.ts';
import type { EngineState } from '../../shared/protocol.ts';
import { useEngineState, useLive, useProject, useQuery } from '../client/index.ts';
import {
  CopyButton,
  countOf,
  formatDuration,
  formatNumber,
  type Meaning,
  ProgressBar,
  StatusDot,
} from '../ui/index.ts';
import { navigate } from './navigation.ts';
import { ReadOnlyItem } from './read-only-item.tsx';
import styles from './shell.module.css';
import { stateMeaning } from './state-meaning.ts';
import { TrackingItem } from './tracking-item.tsx';

const engineLook: Record<EngineState['state'], { meaning: Meaning; text: string }> = {
  starting: { meaning: 'info', text: 'engine starting' },
  ready: { meaning: 'good', text: 'engine ok' },
  restarting: { meaning: 'warning', text: 'engine restarting' },
  failed: { meaning: 'bad', text: 'engine failed' },
};

const listedEndpoints = 2;

function Engine() {
  const { state } = useEngineState();
  const { meaning, text } = engineLook[state];
  return (
    <button type="button" className={styles.statusItem} onClick={() => navigate({ area: 'settings' })}>
      <StatusDot meaning={meaning}>{text}</StatusDot>
    </button>
  );
}

function RunningJob({ job }: { job: Job }) {
  const progress = useLive((live) => live.jobProgress[job.id]) ?? job.progress;
  const { completed, total, figure, remainingMs, phase } = progress ?? {};
  const share = shareDone(progress);
  const text = [
    share === null ? undefined : `${formatNumber(completed)}/${formatNumber(total)}`,
    figure && `${figure.name} ${formatNumber(figure.value)}`,
    remainingMs === undefined ? undefined : `${formatDuration(remainingMs)} left`,
  ].filter((part) => part !== undefined);
  return (
    <button
      type="button"
      className={styles.statusItem}
      title={phase}
      onClick={() => navigate({ area: 'jobs', id: job.id })}
    >
      <span className={styles.statusTitle}>{job.title}</span>
      <span className={styles.statusProgress}>
        <ProgressBar label={job.title} share={share} />
      </span>
      <span>{text.join(' · ')}</span>
    </button>
  );
}

function Jobs() {
  const { data: jobs = [] } = useQuery('jobs.list', { states: ['queued', 'running'] });
  const running = jobs.filter(({ state }) => state === 'running');
  const [first] = running;
  const others = jobs.length - (first === undefined ? 0 : 1);
  return (
    <>
      {first !== undefined && <RunningJob job={first} />}
      {others > 0 && (
        <button type="button" className={styles.statusItem} onClick={() => navigate({ area: 'jobs' })}>
          {first === undefined ? `${others} queued` : `${others} more`}
        </button>
      )}
    </>
  );
}

function EndpointItem({ endpoint }: { endpoint: Endpoint }) {
  const { id, model, version, port, address, state } = endpoint;
  return (
    <span className={styles.statusGroup}>
      <button
        type="button"
        className={styles.statusItem}
        title={`${model}/${version} at ${address}, ${state}`}
        onClick={() => navigate({ area: 'serving', id })}
      >
        <StatusDot meaning={stateMeaning[state]}>
          <span className={styles.statusName}>
            {model}/{version}
          </span>
          :{port}
          {state !== 'ready' && ` ${state}`}
        </StatusDot>
      </button>
      <CopyButton text={address} what="address" />
    </span>
  );
}

/** Endpoints that should answer, those in trouble first; beyond a few, their number. */
function Endpoints() {
  const { data: endpoints = [] } = useQuery('serving.list', {});
  const alive = endpoints
    .filter(({ state }) => state !== 'stopped')
    .sort((one, other) => Number(one.state === 'ready') - Number(other.state === 'ready'));
  const hidden = alive.length - listedEndpoints;
  return (
    <>
      {alive.slice(0, listedEndpoints).map((endpoint) => (
        <EndpointItem key={endpoint.id} endpoint={endpoint} />
      ))}
      {hidden > 0 && (
        <button type="button" className={styles.statusItem} onClick={() => navigate({ area: 'serving' })}>
          {countOf(hidden, 'more endpoint')}
        </button>
      )}
    </>
  );
}

/** Everything that lives, and nothing that does not. */
export function StatusBar() {
  const project = useProject((state) => state.info);
  // While the engine is away nobody knows what still answers.
  const isKnown = useEngineState(({ state }) => state === 'ready');
  return (
    <footer className={styles.statusBar}>
      {project !== null && isKnown && (
        <div className={styles.statusStart}>
          <Endpoints />
          <Jobs />
        </div>
      )}
      <span className={styles.statusEnd}>
        {project !== null && project.readOnlyReason !== null && (
          <ReadOnlyItem folder={project.folder} reason={project.readOnlyReason} />
        )}
        {project?.attached === true && <span>shared with another window’s engine</span>}
        {project !== null && isKnown && <TrackingItem />}
        <Engine />
      </span>
    </footer>
  );
}
