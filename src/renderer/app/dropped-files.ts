import { useEffect } from 'react';
import { bridge, useProject } from '../client/index.ts';
import { showFolder } from './home/choose-folder.ts';
import { navigate } from './navigation.ts';

/**
 * A file dropped on an open project is on its way to becoming a dataset (the Data screen reads `search.add`); anything dropped
 * on the home screen is looked at as a folder. Without this, the browser would leave the page for the file.
 */
export function useDroppedFiles(): void {
  useEffect(() => {
    const allow = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const take = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      const path = bridge().pathOfDroppedFile(file);
      if (useProject.getState().info === null) void showFolder(path);
      else navigate({ area: 'data', search: { add: path } });
    };
    window.addEventListener('dragover', allow);
    window.addEventListener('drop', take);
    return () => {
      window.removeEventListener('dragover', allow);
      window.removeEventListener('drop', take);
    };
  }, []);
}
