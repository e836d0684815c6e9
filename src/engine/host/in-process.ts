import { randomUUID } from 'node:crypto';
import { createChildLauncher } from '../adapters/children/create-child-launcher.ts';
import { createDataWorkerClient } from '../adapters/duckdb/data-worker-client.ts';
import { createMachine } from '../adapters/machine/create-machine.ts';
import { createEngine, type Engine } from '../create-engine.ts';
import type { Logger } from '../ports/surroundings.ts';
import { findInstallation } from './installation.ts';
import { createLazyContainers } from './lazy-containers.ts';
import { createLazyForeignRuns } from './lazy-foreign-runs.ts';
import { createStderrLogger } from './stderr-logger.ts';
import { userDataFolder as standardUserDataFolder } from './user-data-folder.ts';

/** An engine with everything real, in this process: for the command line, for tests, and inside the utility host. */
export const openEngine = async ({
  background,
  actor,
  userDataFolder = standardUserDataFolder(),
  logger = createStderrLogger('error'),
}: {
  /** True when this engine stays: it resumes jobs and restarts endpoints. False for one short command. */
  background: boolean;
  /** Who acts, for the event log. */
  actor: string;
  userDataFolder?: string | undefined;
  logger?: Logger | undefined;
}): Promise<Engine> => {
  const { version, programs, paths } = findInstallation();
  const children = createChildLauncher({ programs });
  const data = createDataWorkerClient({ children, logger });
  const engine = createEngine({
    ...{ version, userDataFolder, children, data, logger, background, actor },
    installation: paths,
    containers: createLazyContainers(),
    foreignRuns: createLazyForeignRuns(),
    machine: createMachine({ nowMs: Date.now }),
    clock: { nowMs: Date.now },
    ids: { next: () => randomUUID().replaceAll('-', '') },
  });
  return {
    ...engine,
    close: async () => {
      await engine.close();
      await data.close();
    },
  };
};
