import type { CommandName } from '../../shared/contract/index.ts';
import { type Topic, topics } from '../../shared/events.ts';

/** What comes in by the hundred a second or while somebody types, and is no part of the project's state. */
const streams: readonly Topic[] = ['predictions', 'traces', 'notes'];

/** Which parts of a project an answer is made of, by the command's area. An event about one of them makes the answer old. */
const topicsByArea: Record<string, readonly Topic[]> = {
  projects: [],
  engine: [],
  shell: [],
  project: topics.filter((topic) => !streams.includes(topic)),
  datasets: ['datasets', 'runs'],
  training: ['datasets'],
  experiments: ['runs'],
  runs: ['runs', 'models', 'evaluations'],
  metrics: ['runs'],
  notes: ['notes', 'runs'],
  views: ['views'],
  evaluations: ['evaluations'],
  models: ['models', 'endpoints'],
  serving: ['endpoints'],
  trackingServer: ['tracking-server'],
  traces: ['traces'],
  drift: ['drift'],
  exports: ['exports'],
  foreignRuns: [],
  docker: ['exports'],
  jobs: ['jobs'],
};

export function topicsOf(command: CommandName): readonly Topic[] {
  if (command === 'serving.predictions') return ['predictions'];
  // A trace of ten thousand spans is not read again because another one has come; see `useTraceChanges`.
  if (command === 'traces.get' || command === 'traces.span') return [];
  // What lies in a folder is looked for once; the state of what is linked changes with the project.
  if (command === 'foreignRuns.links') return ['project'];
  return topicsByArea[command.split('.')[0] ?? ''] ?? topics;
}
