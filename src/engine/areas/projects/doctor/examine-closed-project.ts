import { existsSync } from 'node:fs';
import { projectContract } from '../../../../shared/contract/projects.ts';
import { EngineError } from '../../../../shared/errors.ts';
import type { CallContext } from '../../../ports/call.ts';
import type { ChildLauncher } from '../../../ports/child-processes.ts';
import type { ProjectPaths } from '../../../ports/project-services.ts';
import type { Clock, Logger } from '../../../ports/surroundings.ts';
import { runningJobs, type StoredJob } from '../../../store/jobs.ts';
import { removeObjectMarks } from '../../../store/object-marks.ts';
import { openStore } from '../../../store/open-store.ts';
import { restoreDatabase } from '../../../store/restore-database.ts';
import type { OpenProjects } from '../create-application-area.ts';
import { projectPaths } from '../project-paths.ts';
import {
  type Check,
  type Diagnosis,
  diagnosisOf,
  type Examination,
  type Finding,
  repaired,
} from './examination.ts';
import { examineInterruptions, runDoctor } from './run-doctor.ts';

export interface ClosedProject {
  readonly folder: string;
  readonly input: unknown;
  readonly projects: OpenProjects;
  /** Keeps other engines out of the project meanwhile. Error `conflict` when one has it open. */
  readonly locked: <Result>(stateFolder: string, work: () => Result) => Result;
  readonly children: Pick<ChildLauncher, 'startTimeOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly context: CallContext;
}

/**
 * The doctor for a project that is not open here. Without `repair` it is only read, and stays closed. With it, it is opened, which
 * tidies up after an engine that was killed; and a damaged database, which does not open, gives way to the newest sound backup.
 */
export const examineClosedProject = async (closed: ClosedProject): Promise<Diagnosis> => {
  const { folder, input, projects, context } = closed;
  const { repair } = projectContract['project.doctor'].input.parse(input ?? {});
  const openness = opennessOf(closed);
  if (openness === 'open elsewhere') {
    await projects.open(folder);
    return examineOpen(closed);
  }
  try {
    if (!repair) return await readOnly(closed, openness, runDoctor);
    const before = await readOnly(closed, openness, examineInterruptions);
    context.progress({ phase: 'Opening the project' });
    await projects.open(folder);
    const { checks } = await examineOpen(closed);
    return diagnosisOf(checks.map((check) => withRepairByOpening(check, before)));
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code !== 'project-damaged') throw thrown;
    return repair ? restoreAndExamine(closed, thrown) : diagnosisOf([problem(thrown.message)]);
  }
};

const examineOpen = ({ projects, folder, input, context }: ClosedProject): Promise<Diagnosis> =>
  projects.call('project.doctor', folder, input, context) as Promise<Diagnosis>;

type Openness = 'closed' | 'open elsewhere' | 'unknown';

/** Unknown where the folder cannot be written: an engine of somebody who may write it cannot be seen. */
const opennessOf = ({ folder, locked }: ClosedProject): Openness => {
  try {
    return locked(projectPaths(folder).state, () => 'closed');
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    if (thrown.code === 'conflict') return 'open elsewhere';
    if (thrown.code === 'permission-denied') return 'unknown';
    throw thrown;
  }
};

const readOnly = async <Result>(
  { folder, clock, logger, context, children }: ClosedProject,
  openness: Openness,
  examine: (examination: Examination) => Promise<Result>,
): Promise<Result> => {
  const paths = projectPaths(folder);
  const store = openStore({ ...databaseOf(paths), clock, logger, readOnly: true });
  const isWorking = ({ worker }: StoredJob): boolean =>
    openness === 'unknown' && worker !== null && children.startTimeOf(worker.pid) === worker.startedAt;
  try {
    return await examine({
      ...{ store, paths, clock, context, repair: false },
      work: {
        abandonedJobs: () => runningJobs(store.reader).filter((job) => !isWorking(job)),
        requeueAbandonedJobs: () => Promise.reject(new Error('The project is only read.')),
        isBeingStored: () => false,
      },
    });
  } finally {
    store.close();
  }
};

const databaseOf = ({ database, backups }: ProjectPaths) => ({ file: database, backupsFolder: backups });

/** What was wrong before the project was opened, and is not any more, was repaired. */
const withRepairByOpening = (check: Check, before: readonly Finding[]): Check => {
  const earlier = before.find(({ name, isProblem }) => name === check.name && isProblem);
  return earlier === undefined || check.state !== 'ok' ? check : repaired(earlier);
};

const restoreAndExamine = async (closed: ClosedProject, damage: EngineError): Promise<Diagnosis> => {
  const { folder, projects, clock, locked } = closed;
  const paths = projectPaths(folder);
  const restored = locked(paths.state, () => {
    const found = restoreDatabase({ ...databaseOf(paths), nowMs: clock.nowMs() });
    if (found !== null) removeObjectMarks(paths.objects);
    return found;
  });
  if (restored === null)
    return diagnosisOf([problem(`${damage.message} There is no sound backup to go back to.`)]);
  await projects.open(folder);
  const { checks } = await examineOpen(closed);
  const backedUpAt = new Date(restored.backedUpAtMs).toISOString();
  const aside = existsSync(restored.damagedFile) ? `, which is kept as ${restored.damagedFile}` : '';
  const message = `The copy of ${backedUpAt} took the place of the damaged or missing one${aside}. What was recorded after that copy is missing.`;
  return diagnosisOf([{ name: 'restored database', state: 'repaired', message }, ...checks]);
};

const problem = (message: string): Check => ({ name: 'database', state: 'problem', message });
