import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgramName } from '../adapters/children/create-child-launcher.ts';
import type { InstallationPaths } from '../ports/project-services.ts';
import { isBuilt } from './is-built.ts';

export interface Installation {
  readonly version: string;
  readonly programs: Readonly<Record<ProgramName, string>>;
  readonly paths: InstallationPaths;
}

const here = dirname(fileURLToPath(import.meta.url));

/** Finds everything beside this file: built programs one folder below `out/`, or the sources that Node runs as they are. */
export const findInstallation = (): Installation => {
  const root = isBuilt ? join(here, '..', '..') : join(here, '..', '..', '..');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const servingProgram = join(root, 'out', 'serving', 'server.mjs');
  return {
    version,
    programs: isBuilt
      ? {
          'job-worker': join(root, 'out', 'engine', 'job-worker.js'),
          'data-worker': join(root, 'out', 'engine', 'data-worker.js'),
          'curve-worker': join(root, 'out', 'engine', 'curve-worker.js'),
          'artifact-worker': join(root, 'out', 'engine', 'artifact-worker.js'),
          'tracking-server': join(root, 'out', 'engine', 'tracking-server.js'),
          serving: servingProgram,
        }
      : {
          'job-worker': join(here, 'job-worker.ts'),
          'data-worker': join(here, 'data-worker.ts'),
          'curve-worker': join(here, 'curve-worker.ts'),
          'artifact-worker': join(here, 'artifact-worker.ts'),
          'tracking-server': join(here, 'tracking-server.ts'),
          serving: join(root, 'src', 'serving', 'server.ts'),
        },
    paths: {
      servingProgram,
      samples: join(root, 'resources', 'samples'),
      templates: join(root, 'resources', 'templates'),
      onnxRuntime: join(root, 'node_modules', 'onnxruntime-node'),
    },
  };
};
