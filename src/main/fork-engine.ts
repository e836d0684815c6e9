import { join } from 'node:path';
import type { EngineProcess } from './engine-process.ts';
import { forkUtility } from './fork-utility.ts';
import { forkWithNode } from './fork-with-node.ts';

/** better-sqlite3 is built for Node-API 10; on an older one it does not fail, it crashes. */
const neededNodeApi = 10;

/** Starts the engine with Electron's own Node, or with the one that MODELYARD_NODE names where that is wanted or needed. */
export const createEngineFork =
  ({
    outFolder,
    userDataFolder,
    documentsFolder,
  }: {
    outFolder: string;
    userDataFolder: string;
    /** Where a sample goes when nobody says otherwise; only Electron knows its name in every language. */
    documentsFolder: string;
  }) =>
  (): EngineProcess => {
    // Programs cannot be started from inside the archive; the installer lays them beside it.
    const program = join(outFolder, 'engine', 'utility-host.js').replace(
      /app\.asar(?=[\\/])/,
      'app.asar.unpacked',
    );
    const environment = {
      ...process.env,
      MODELYARD_USER_DATA: userDataFolder,
      MODELYARD_DOCUMENTS: documentsFolder,
    };
    const execPath = process.env.MODELYARD_NODE;
    if (execPath) return forkWithNode({ program, execPath, environment });
    if (Number(process.versions.napi) >= neededNodeApi) return forkUtility({ program, environment });
    throw new Error(
      `Electron ${process.versions.electron} is too old to run the engine itself. Set MODELYARD_NODE to a Node from 22.14 on.`,
    );
  };
