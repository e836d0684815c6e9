import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import { projectPaths } from './project-paths.ts';
import { initialSettings } from './project-settings.ts';

/** Writes what makes a folder a project; the database follows when it is opened. What the user has there stays as it is. */
export const prepareFolder = ({ folder, name }: { folder: string; name: string }): void => {
  const paths = projectPaths(folder);
  if (existsSync(paths.database)) {
    throw new EngineError('already-exists', `${folder} is a Modelyard project already. Open it instead.`, {
      details: { folder },
    });
  }
  mkdirSync(paths.state, { recursive: true });
  // So that no repository around it ever takes machine state in.
  writeFileSync(join(paths.state, '.gitignore'), '*\n');
  if (!existsSync(paths.settings)) writeFileSync(paths.settings, initialSettings(name));
};
