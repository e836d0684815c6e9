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
    const saved = await call('runs.saveArtifact', { run, path, destination });
    tellSaved(`${suggestedName} saved`, saved.path);
  } catch (thrown) {
    showError('The file was not saved', thrown);
  }
}
