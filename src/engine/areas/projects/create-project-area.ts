import type { projectContract } from '../../../shared/contract/projects.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { ProjectInfo, ProjectStatus } from '../../../shared/model/project.ts';
import type { Endpoint } from '../../../shared/model/serving.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { listEvents } from '../../store/event-log.ts';
import { dismissNotice, listNotices } from '../../store/notices.ts';
import type { OpenedStore } from '../../store/open-store.ts';
import {
  countJobs,
  countMilestones,
  countObjects,
  lastDrift,
  lastRuns,
  modelsInShort,
} from '../../store/status.ts';
import type { WorkInHand } from './doctor/examination.ts';
import { runDoctor } from './doctor/run-doctor.ts';
import { fileSizeBytes, folderSizeBytes } from './folder-size.ts';
import { nextStepOf, projectSteps } from './project-steps.ts';

interface Services extends Pick<ProjectServices, 'paths' | 'clock' | 'changed'> {
  readonly store: OpenedStore;
  readonly info: ProjectInfo;
  /** How the endpoints are now, which only who supervises them knows. */
  readonly endpoints: () => Promise<readonly Endpoint[]>;
  readonly work: WorkInHand;
}

const runsOnOverview = 10;

/** The open project as a whole. */
export const createProjectArea = ({ paths, store, clock, changed, info, endpoints, work }: Services) => {
  const { reader } = store;

  const status = async (): Promise<ProjectStatus> => {
    const serving = await endpoints();
    const drift = lastDrift(reader);
    const counts = countObjects(reader);
    const predictions = serving.reduce((sum, endpoint) => sum + endpoint.predictions, 0);
    const steps = projectSteps({ ...countMilestones(reader), counts, predictions, drift });
    return {
      project: info,
      counts,
      models: modelsInShort(reader),
      endpoints: serving.map(inShort),
      drift,
      lastRuns: lastRuns(reader, runsOnOverview),
      jobs: countJobs(reader, clock.nowMs()),
      disk: {
        // What was written last lies in the log beside it.
        databaseBytes: (await fileSizeBytes(paths.database)) + (await fileSizeBytes(`${paths.database}-wal`)),
        objectsBytes: await folderSizeBytes(paths.objects),
        logsBytes: await folderSizeBytes(paths.logs),
        predictionsBytes: await folderSizeBytes(paths.predictions),
      },
      steps,
      next: nextStepOf(steps, drift),
    };
  };

  return {
    handlers: {
      'project.status': () => status(),
      'project.notices': () => listNotices(reader),
      'project.dismissNotice': ({ id }) => {
        if (!store.write((writer) => dismissNotice(writer, { id, atMs: clock.nowMs() }))) {
          throw new EngineError('not-found', `There is no notice ${id} that could be dismissed.`);
        }
        changed('project', [String(id)]);
        return {};
      },
      'project.events': (query) => listEvents(reader, query),
      'project.doctor': ({ repair }, context) => {
        if (repair && store.isReadOnly) {
          throw new EngineError(
            'permission-denied',
            `${paths.folder} cannot be written, so nothing there can be repaired. It can be checked without repairing.`,
            { details: { folder: paths.folder } },
          );
        }
        return runDoctor({ store, paths, clock, work, repair, context });
      },
    } satisfies Handlers<typeof projectContract>,
  };
};

const inShort = (endpoint: Endpoint): ProjectStatus['endpoints'][number] => ({
  id: endpoint.id,
  name: `${endpoint.model}/${endpoint.version}`,
  state: endpoint.state,
  address: endpoint.state === 'ready' ? endpoint.address : null,
  requestsPerSecond: endpoint.requestsPerSecond,
  p99Ms: endpoint.p99Ms,
  predictions: endpoint.predictions,
});
