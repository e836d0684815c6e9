import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface CodeState {
  readonly commit: string;
  readonly branch: string | null;
  readonly remote: string | null;
  readonly isDirty: boolean;
  /** `git diff HEAD` of tracked files; empty when clean, or when it is too long to keep. */
  readonly patch: string;
}

const maxPatchBytes = 16 * 1024 * 1024;

/** What git says of the project's folder: commit and uncommitted changes. null without git, or outside a repository with a commit. */
export const readCodeState = async (folder: string): Promise<CodeState | null> => {
  const git = async (...words: string[]): Promise<string | null> => {
    try {
      const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', ...words], {
        cwd: folder,
        maxBuffer: maxPatchBytes,
        timeout: 10_000,
      });
      return stdout;
    } catch {
      return null;
    }
  };
  const commit = (await git('rev-parse', '--verify', 'HEAD'))?.trim();
  if (commit === undefined || commit === '') return null;
  const [branch, remote, patch] = await Promise.all([
    git('symbolic-ref', '--short', '-q', 'HEAD'),
    git('config', '--get', 'remote.origin.url'),
    git('diff', 'HEAD', '--no-ext-diff', '--no-textconv', '--', '.'),
  ]);
  return {
    commit,
    branch: branch?.trim() || null,
    remote: withoutSecrets(remote?.trim()) || null,
    // No patch at all is one that was too long to keep, not a clean folder.
    isDirty: patch !== '',
    patch: patch ?? '',
  };
};

/** A remote's address may hold a password or token; it is not ours to keep. */
const withoutSecrets = (address: string | undefined): string | undefined =>
  address?.replace(/(\w+:\/\/)[^/@]*@/, '$1');
