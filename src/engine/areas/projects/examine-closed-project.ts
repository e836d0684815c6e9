import { projectContract } from '../../../shared/contract/projects.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { CallContext } from '../../ports/call.ts';
import type { Clock } from '../../ports/surroundings.ts';
import { restoreDatabase } from '../../store/restore-database.ts';
import type { OpenProjects } from './create-application-area.ts';
import type { Check, Diagnosis } from './doctor.ts';
import { projectPaths } from './project-paths.ts';

/**
 * The doctor for a project that is not open, which may be because it cannot be: a damaged database is said to be one, and with
 * `repair` the newest sound backup takes its place. The project is open afterwards.
 */
export const examineClosedProject = async ({
  folder,
  input,
  projects,
  clock,
  locked,
  context,
}: {
  folder: string;
  input: unknown;
  projects: OpenProjects;
  clock: Clock;
  /** Keeps other engines out of the project meanwhile. */
  locked: <Result>(stateFolder: string, work: () => Result) => Result;
  context: CallContext;
}): Promise<unknown> => {
  const { repair } = projectContract['project.doctor'].input.parse(input ?? {});
  const examine = () => projects.call('project.doctor', folder, input, context) as Promise<Diagnosis>;
  try {
    await projects.open(folder);
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code !== 'project-damaged') throw thrown;
    if (!repair) return { healthy: false, checks: [problem(thrown.message)] };
    const paths = projectPaths(folder);
    const restored = locked(paths.state, () =>
      restoreDatabase({ file: paths.database, backupsFolder: paths.backups, nowMs: clock.nowMs() }),
    );
    if (restored === null) {
      return {
        healthy: false,
        checks: [problem(`${thrown.message} There is no sound backup to go back to.`)],
      };
    }
    await projects.open(folder);
    const { healthy, checks } = await examine();
    const backedUpAt = new Date(restored.backedUpAtMs).toISOString();
    const message = `The copy of ${backedUpAt} took the damaged one’s place, which is kept as ${restored.damagedFile}. What was recorded after that copy is missing.`;
    return { healthy, checks: [{ name: 'restored database', state: 'repaired', message }, ...checks] };
  }
  return examine();
};

const problem = (message: string): Check => ({ name: 'database', state: 'problem', message });
