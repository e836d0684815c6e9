import { rm } from 'node:fs/promises';
import { EngineError } from '../../../../shared/errors.ts';
import { noCodeReason, type OriginCode, originCode } from '../../../../shared/model/origin-code.ts';
import type { RunDetail } from '../../../../shared/model/run.ts';
import type { RecreatedPart } from '../../../../shared/model/run-recreation.ts';
import type { ProjectServices } from '../../../ports/project-services.ts';
import { artifactFile } from './artifact-file.ts';
import {
  addWorktree,
  applyPatch,
  hasCommit,
  projectFolderIn,
  type Repository,
  removeWorktree,
  repositoryOf,
} from './git-worktree.ts';

export interface LaidOutCode {
  /** Where in the new folder the project's files are. */
  readonly projectFolder: string;
  readonly parts: readonly RecreatedPart[];
  /** Takes the new folder away again. */
  remove(): Promise<void>;
}

type Services = Pick<ProjectServices, 'store' | 'objects' | 'paths'>;

/** The commit in a worktree of the project's repository, and on it the changes that were not committed. */
export const layOutCode = async (
  services: Services,
  run: RunDetail,
  folder: string,
): Promise<LaidOutCode> => {
  const remove = () => rm(folder, { recursive: true, force: true });
  const without = (text: string): LaidOutCode => ({
    ...{ projectFolder: folder, remove },
    parts: [{ what: 'code', isMatched: false, text }],
  });
  const code = originCode(run);
  if (code === null) return without(noCodeReason(run));
  const { commit, remote } = code;
  const repository = await repositoryOf(services.paths.folder);
  if (repository === null)
    return without(`The code was at commit ${commit}, but the project’s folder is in no Git repository.`);
  if (!(await hasCommit(repository, commit)))
    return without(
      `The repository has no commit ${commit}.${remote ? ` Fetch it from ${remote} and try again.` : ''}`,
    );
  await checkOut(repository, folder, commit);
  return {
    projectFolder: projectFolderIn(folder, repository),
    remove: () => removeWorktree(repository, folder).catch(remove),
    parts: [
      {
        ...{ what: 'code', isMatched: true },
        text: `Commit ${commit}, a worktree of ${repository.folder}, without what Git did not track. “git worktree remove” takes it away.`,
      },
      ...(await layOutChanges(services, run, code, folder)),
    ],
  };
};

const checkOut = async (repository: Repository, folder: string, commit: string): Promise<void> => {
  try {
    await addWorktree(repository, folder, commit);
  } catch (thrown) {
    const said = (thrown as { stderr?: string }).stderr?.trim() ?? String(thrown);
    throw new EngineError('unavailable', `Git could not check out ${commit} into ${folder}: ${said}`, {
      details: { commit, folder },
    });
  }
};

/** Nothing to say of a run whose code was clean. */
const layOutChanges = async (
  services: Services,
  { id, artifacts }: RunDetail,
  { isDirty, patchArtifact }: OriginCode,
  folder: string,
): Promise<RecreatedPart[]> => {
  if (isDirty !== true) return [];
  const said = (isMatched: boolean, text: string): RecreatedPart[] => [{ what: 'changes', isMatched, text }];
  const kept = artifacts.find(({ path }) => path === patchArtifact);
  if (kept === undefined)
    return said(false, 'There were changes that are not in the commit, and they were not kept.');
  return (await applyPatch(folder, await artifactFile(services, id, kept.path)))
    ? said(true, `The changes that were not in the commit, from ${kept.path}.`)
    : said(
        false,
        `The changes in ${kept.path} do not fit the commit; they are kept with the run and were not applied.`,
      );
};
