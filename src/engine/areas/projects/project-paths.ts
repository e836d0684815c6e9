import { join } from 'node:path';
import type { ProjectPaths } from '../../ports/project-services.ts';

export const projectPaths = (folder: string): ProjectPaths => {
  const state = join(folder, '.modelyard');
  return {
    folder,
    state,
    database: join(state, 'project.db'),
    objects: join(state, 'objects'),
    logs: join(state, 'logs'),
    backups: join(state, 'backups'),
    predictions: join(state, 'predictions'),
    staging: join(state, 'staging'),
    bundles: join(state, 'bundles'),
    saving: join(state, 'saving'),
    reserve: join(state, 'reserve'),
    settings: join(folder, 'modelyard.yaml'),
  };
};
