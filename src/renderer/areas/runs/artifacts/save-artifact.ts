import { tellSaved } from '../../../app/index.ts';
import { call, showError } from '../../../client/index.ts';

/** Asks where to, and copies an artifact there. */
export async function saveArtifact(run: string, path: string): Promise<void> {
  try {
    const suggestedName = path.split('/').at(-1) ?? path;
    const { path: destination } = await call('shell.chooseSaveFile', {
      title: `Save ${path}`,
      suggestedName,
    });
    if (destination === null) return;
    // The system's own dialog has asked already whether an existing file may be replaced.
    const saved = await call('runs.saveArtifact', { run, path, destination, overwrite: true });
    tellSaved(`${suggestedName} saved`, saved.path);
  } catch (thrown) {
    showError('The file was not saved', thrown);
  }
}
