import { join, resolve } from 'node:path';
import type { runViewsContract } from '../../../shared/contract/run-views.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { exportViews, importViews } from './exchange-views.ts';
import { createViewsFile } from './views-file.ts';

/** Tables of runs that people saved, in a file beside modelyard.yaml. */
export const createRunViewsArea = ({ paths, changed }: Pick<ProjectServices, 'paths' | 'changed'>) => {
  const file = createViewsFile(join(paths.folder, 'modelyard.views.yaml'));
  const andTell = <Result>(result: Result): Result => {
    changed('views', []);
    return result;
  };
  const handlers = {
    'views.list': () => ({ views: file.read() }),
    'views.save': ({ name, view }) => andTell(file.save(name, view)),
    'views.rename': ({ name, to }) => {
      file.rename(name, to);
      return andTell({});
    },
    'views.delete': ({ name }) => andTell(file.remove(name)),
    'views.setDefault': ({ name }) => {
      file.setDefault(name);
      return andTell({});
    },
    'views.export': ({ names, path, replace }) =>
      exportViews(file, resolve(paths.folder, path), { names, replace }),
    'views.import': ({ path, replace }) => andTell(importViews(file, resolve(paths.folder, path), replace)),
  } satisfies Handlers<typeof runViewsContract>;
  return { handlers };
};
