import type { ProjectInfo } from '../../shared/model/project.ts';
import { call, queryClient, showError, useProject } from '../client/index.ts';
import { navigate } from './navigation.ts';

/** Shows a project in this window. */
export function enterProject(info: ProjectInfo): void {
  useProject.setState({ info });
  void queryClient.invalidateQueries({ queryKey: ['projects.recents'] });
  navigate({ area: 'overview' });
  call('shell.remember', { folder: info.folder }).catch(() => {});
}

/** Opens a folder that already is a project; anything else is shown on the home screen first. Answers whether it is open. */
export async function openProject(folder: string): Promise<boolean> {
  try {
    enterProject(await call('projects.open', { folder }));
    return true;
  } catch (thrown) {
    showError('The project could not be opened', thrown);
    return false;
  }
}

/** Closes the project in the engine and opens it again, where one is: when what kept it from being written may be over. */
export async function reopenProject(folder: string): Promise<ProjectInfo> {
  await call('projects.close', { folder });
  const info = await call('projects.open', { folder });
  useProject.setState({ info });
  await queryClient.invalidateQueries();
  return info;
}

/** Back to the home screen. The project stays open in the engine: what serves goes on serving, and jobs go on. */
export function leaveProject(): void {
  useProject.setState({ info: null });
  call('shell.remember', { folder: null }).catch(() => {});
}
