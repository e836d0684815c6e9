import { call, showError } from '../../client/index.ts';

/** Opens the system's file manager there. */
export function showFolder(path: string): void {
  call('shell.showInFolder', { path }).catch((thrown: unknown) =>
    showError('The folder could not be shown', thrown),
  );
}
