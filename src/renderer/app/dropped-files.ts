import { useEffect, useState } from 'react';
import { bridge, useProject } from '../client/index.ts';
import { showFolder } from './home/choose-folder.ts';
import { navigate } from './navigation.ts';

/**
 * A file dropped on an open project is on its way to becoming a dataset (the Data screen reads `search.add`); anything dropped
 * on the home screen is looked at as a folder. Without this, the browser would leave the page for the file.
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
      else navigate({ area: 'data', search: { add: path } });
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
