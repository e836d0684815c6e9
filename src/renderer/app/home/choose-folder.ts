import { create } from 'zustand';
import type { FolderFinding } from '../../../shared/model/project.ts';
import { call, showError, useProject } from '../../client/index.ts';
import { openProject } from '../open-project.ts';

/** The folder whose contents the home screen shows before anything is written to it. */
export const useFinding = create<{ finding: FolderFinding | null }>(() => ({ finding: null }));

/** A project is opened; any other folder is only looked at, and shown for consent on the home screen. */
export async function showFolder(folder: string): Promise<void> {
  try {
    const finding = await call('projects.inspect', { folder });
    if (finding.kind === 'project' && finding.problem === null) {
      await openProject(folder);
      return;
    }
    useProject.setState({ info: null });
    useFinding.setState({ finding });
  } catch (thrown) {
    showError('The folder could not be read', thrown);
  }
}

/** Asks for a folder with the system's dialog. */
export async function chooseFolder(): Promise<void> {
  try {
    const { path } = await call('shell.chooseFolder', { title: 'Open a folder', canCreate: true });
    if (path !== null) await showFolder(path);
  } catch (thrown) {
    showError('No folder could be chosen', thrown);
  }
}
