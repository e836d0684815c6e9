import { toast } from '../ui/index.ts';
import { showInFolder } from './show-in-folder.ts';

/** Says what was saved and where, with the way to it. `notes`: what of it the file does not hold as it is. */
export function tellSaved(title: string, path: string, notes: readonly string[] = []): void {
  toast({
    meaning: notes.length === 0 ? 'good' : 'warning',
    title,
    detail: [path, ...notes].join('\n'),
    action: { label: 'Show in folder', onClick: () => showInFolder(path) },
  });
}
