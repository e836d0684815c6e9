import type { Topic } from '../../shared/events.ts';
import { toast } from '../ui/overlay/toast.tsx';
import { client } from './client.ts';
import { showError } from './commands.ts';
import { useProject } from './current-project.ts';
import { feedLive, resetLive, useEngineState } from './live.ts';
import { invalidateTopics, queryClient } from './queries.ts';

const gatherMs = 200;
const meanings = { info: 'info', warning: 'warning', error: 'bad' } as const;

/** Gathers what changed for a moment, so that a burst of events asks each question once. */
function createInvalidation() {
  let changed = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (topic: Topic) => {
    changed.add(topic);
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      const topics = changed;
      changed = new Set();
      invalidateTopics(topics);
    }, gatherMs);
  };
}

/** A restarted engine knows of no open project: open it again, then ask everything anew. */
async function reopen(): Promise<void> {
  const folder = useProject.getState().info?.folder;
  if (folder !== undefined) {
    try {
      useProject.setState({ info: await client().call('projects.open', { folder }) });
    } catch (thrown) {
      showError('The project could not be opened again', thrown);
      useProject.setState({ info: null });
    }
  }
  await queryClient.invalidateQueries();
}

/** Connects stores and caches to the engine. Once, before the first render. */
export function startClient(): void {
  const invalidate = createInvalidation();
  client().onEvent((event) => {
    if (event.project !== useProject.getState().info?.folder) return;
    if (event.type === 'changed') invalidate(event.topic);
    else if (event.type === 'notice') toast({ meaning: meanings[event.level], title: event.message });
    else feedLive(event);
  });
  client().onEngineState((next) => {
    const before = useEngineState.getState();
    useEngineState.setState(next, true);
    if (next.state === 'ready' && before.state !== 'ready' && next.restarts > 0) void reopen();
  });
  useProject.subscribe((now, before) => {
    if (now.info?.folder !== before.info?.folder) resetLive();
  });
}
