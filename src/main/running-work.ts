import type { CommandOutput } from '../shared/contract/index.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';

/** Titles of jobs that are queued or run, over all open projects. None when the engine does not answer. */
export const readRunningJobs = async (supervisor: EngineSupervisor): Promise<string[]> => {
  if (supervisor.state.state !== 'ready') return [];
  try {
    const { openProjects } = (await supervisor.call(
      'engine.info',
      undefined,
      {},
    )) as CommandOutput<'engine.info'>;
    const lists = await Promise.all(
      openProjects
        .filter(({ attached }) => !attached)
        .map(
          async ({ folder }) =>
            (await supervisor.call('jobs.list', folder, {
              states: ['queued', 'running'],
            })) as CommandOutput<'jobs.list'>,
        ),
    );
    return lists.flat().map(({ title }) => title);
  } catch {
    return [];
  }
};
