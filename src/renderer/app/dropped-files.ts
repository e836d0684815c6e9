import { useEffect, useState } from 'react';
import { bridge, call, showError, useProject } from '../client/index.ts';
import { showFolder } from './home/choose-folder.ts';
import { navigate } from './navigation.ts';

/** A folder, or a database, may hold runs of other tools; any other file is data. */
async function takeUp(path: string): Promise<void> {
  const isDatabase = /\.(?:db|sqlite3?)$/i.test(path);
  const folder = isDatabase ? path.replace(/[/\\][^/\\]*$/, '') : path;
  try {
    const { kind } = await call('projects.inspect', { folder });
    if (kind === 'folder' || kind === 'empty' || kind === 'project')
      navigate({ area: 'runs', id: 'import', search: { folder } });
    else navigate({ area: 'data', search: { add: path } });
  } catch (thrown) {
    showError('What was dropped could not be read', thrown);
  }
}

/**
 * A file dropped on an open project is on its way to becoming a dataset (the Data screen reads `search.add`), a folder is looked through for
 * runs of other tools; anything dropped on the home screen is looked at as a folder. Without this, the browser would leave the page for the file.
 */
export function useDroppedFiles(): { isOver: boolean } {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const allow = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Only leaving the window itself has nothing it goes to.
      if (event.relatedTarget === null) setOver(false);
    };
    const take = (event: DragEvent) => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      const path = bridge().pathOfDroppedFile(file);
      if (useProject.getState().info === null) void showFolder(path);
      else void takeUp(path);
    };
    window.addEventListener('dragover', allow);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', take);
    return () => {
      window.removeEventListener('dragover', allow);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', take);
    };
  }, []);
  return { isOver };
}
