import { call, showError } from '../../../client/index.ts';
import { toast } from '../../../ui/index.ts';

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
    toast({
      meaning: 'good',
      title: `Saved ${suggestedName}`,
      detail: saved.path,
      action: {
        label: 'Show',
        onClick: () => void call('shell.showInFolder', { path: saved.path }).catch(() => undefined),
      },
    });
  } catch (thrown) {
    showError('The file was not saved', thrown);
  }
}
