import { projectPaths } from '../../../src/engine/areas/projects/project-paths.ts';
import { createRunListsArea } from '../../../src/engine/areas/tracking/create-run-lists-area.ts';
import { openStore } from '../../../src/engine/store/open-store.ts';
import { silentLogger } from '../../support/open-test-store.ts';

export interface EngineTime {
  readonly what: string;
  readonly firstMs: number;
  /** Medians of the others; in between something was written, so that nothing is remembered. */
  readonly againMs: number;
  /** Time of the processor, which says what the wall time is on a machine that does nothing else. */
  readonly processorMs: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const columns = [
  ...['start_time', 'duration', 'dataset', 'metrics.metric_001', 'min(metrics.metric_001)', 'tags.team'],
  ...Array.from({ length: 44 }, (_, index) => `params.param_${String(index + 1).padStart(3, '0')}`),
];

/** Of a table that is 1,280 pixels wide. */
const columnsInSight = 9;

/** How long the engine takes for what a table of runs asks. */
export const measureEngine = async (folder: string, repetitions: number): Promise<EngineTime[]> => {
  const paths = projectPaths(folder);
  const clock = { nowMs: Date.now };
  const startedAt = performance.now();
  const store = openStore({
    file: paths.database,
    backupsFolder: paths.backups,
    clock,
    logger: silentLogger,
  });
  const openMs = performance.now() - startedAt;
  try {
    const settings = { read: () => ({ metricGoals: {} }) as never, setMetricGoal: () => undefined };
    const { handlers } = createRunListsArea({ store, settings, clock });
    const list = { deleted: false, orderBy: [], columns, offset: 0, limit: 200, locate: [] };
    const grouped = { ...list, orderBy: undefined, by: ['params.param_002'] };
    const by = (key: string) => [{ key, descending: true }];
    const questions: Record<string, () => unknown> = {
      'first page, newest first, 50 columns': () => handlers['runs.list'](list),
      'page at 70,000': () => handlers['runs.list']({ ...list, offset: 70_000 }),
      'sort by a metric': () => handlers['runs.list']({ ...list, orderBy: by('metrics.metric_001') }),
      'sort by the least of a metric': () =>
        handlers['runs.list']({ ...list, orderBy: by('min(metrics.metric_002)') }),
      'sort by a metric at a step': () =>
        handlers['runs.list']({ ...list, orderBy: by('at(metrics.metric_002, 7)') }),
      'sort by a metric where another is best': () =>
        handlers['runs.list']({ ...list, orderBy: by('at(metrics.metric_002, best(metrics.metric_003))') }),
      'sort by a number': () => handlers['runs.list']({ ...list, orderBy: by('params.param_001') }),
      'sort by a word': () => handlers['runs.list']({ ...list, orderBy: by('params.param_002') }),
      'sort by name': () => handlers['runs.list']({ ...list, orderBy: by('name') }),
      'sort by two keys': () =>
        handlers['runs.list']({ ...list, orderBy: [...by('params.param_002'), ...by('metrics.metric_001')] }),
      'filter by a metric': () => handlers['runs.list']({ ...list, filter: 'metrics.metric_001 > 0.2' }),
      'filter by a number': () => handlers['runs.list']({ ...list, filter: 'params.param_001 < 0.5' }),
      'filter by a word': () => handlers['runs.list']({ ...list, filter: "params.param_002 = 'choice-3'" }),
      'filter by a pattern or a tag': () =>
        handlers['runs.list']({ ...list, filter: "name =~ '7$' or tags.team = 'team-1'" }),
      'nested runs': () => handlers['runs.list']({ ...list, part: { of: 'roots' } }),
      'group by a word, columns in sight': () =>
        handlers['runs.listGroups']({ ...grouped, columns: columns.slice(0, columnsInSight) }),
      'group by a word, 50 columns': () => handlers['runs.listGroups'](grouped),
      'ids of all': () => handlers['runs.ids']({ ...list, limit: undefined }),
      'names of all keys': () => handlers['runs.keys']({ deleted: false, counts: false }),
      'names and counts of all keys': () => handlers['runs.keys']({ deleted: false, counts: true }),
    };
    const times: EngineTime[] = [
      { what: 'open the database', firstMs: openMs, againMs: openMs, processorMs: openMs },
    ];
    for (const [what, ask] of Object.entries(questions)) {
      const measured: { wallMs: number; processorMs: number }[] = [];
      for (let repetition = 0; repetition <= repetitions; repetition += 1) {
        // A write makes what is remembered old; the page at 70,000 is what scrolling asks for.
        if (what !== 'page at 70,000')
          store.write((writer) => writer.run('UPDATE runs SET seed = seed WHERE number = 1'));
        const askedAt = performance.now();
        const before = process.cpuUsage();
        await ask();
        const { user, system } = process.cpuUsage(before);
        measured.push({ wallMs: performance.now() - askedAt, processorMs: (user + system) / 1000 });
      }
      const [first, ...others] = measured;
      times.push({
        what,
        firstMs: first?.wallMs ?? Number.NaN,
        againMs: median(others.map(({ wallMs }) => wallMs)),
        processorMs: median(others.map(({ processorMs }) => processorMs)),
      });
    }
    return times;
  } finally {
    store.close();
  }
};
