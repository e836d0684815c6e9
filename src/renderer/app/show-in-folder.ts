import { call, showError } from '../client/index.ts';

/** Opens the system's file manager where the file or folder lies. */
export function showInFolder(path: string): void {
  call('shell.showInFolder', { path }).catch((thrown: unknown) =>
    showError('The folder could not be shown', thrown),
  );
}
