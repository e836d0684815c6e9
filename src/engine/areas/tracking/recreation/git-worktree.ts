import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Repository {
  /** Its root. */
  readonly folder: string;
  /** Where below the root the project lies; empty at the root itself. */
  readonly projectPath: string;
}

/** Hooks and monitors of a repository are programs; laying files out starts none of them. */
const quiet = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];

const git = async (folder: string, ...words: string[]): Promise<string> => {
  const { stdout } = await run('git', [...quiet, ...words], {
    cwd: folder,
    maxBuffer: 1024 * 1024,
    timeout: 600_000,
  });
  return stdout;
};

/** The repository that a folder lies in; null without git or outside of one. */
export const repositoryOf = async (projectFolder: string): Promise<Repository | null> => {
  try {
    const folder = (await git(projectFolder, 'rev-parse', '--show-toplevel')).trim();
    return { folder, projectPath: relative(await realpath(folder), await realpath(projectFolder)) };
  } catch {
    return null;
  }
};

export const hasCommit = ({ folder }: Repository, commit: string): Promise<boolean> =>
  /^[0-9a-f]{7,64}$/.test(commit)
    ? git(folder, 'cat-file', '-e', `${commit}^{commit}`).then(
        () => true,
        () => false,
      )
    : Promise.resolve(false);

/** Checks the commit out into `target`, a worktree that belongs to no branch. Git's own words when it fails. */
export const addWorktree = async ({ folder }: Repository, target: string, commit: string): Promise<void> => {
  await git(folder, 'worktree', 'add', '--detach', target, commit);
};

export const removeWorktree = async ({ folder }: Repository, target: string): Promise<void> => {
  await git(folder, 'worktree', 'remove', '--force', target);
};

/** False when it does not fit, and nothing is changed. */
export const applyPatch = (worktree: string, patchFile: string): Promise<boolean> =>
  git(worktree, 'apply', '--whitespace=nowarn', patchFile).then(
    () => true,
    () => false,
  );

export const projectFolderIn = (target: string, { projectPath }: Repository): string =>
  join(target, projectPath);
