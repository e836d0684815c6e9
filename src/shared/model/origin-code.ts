import type { RunDetail } from './run.ts';

/** The code of a run as Modelyard recorded it, or as the tags of other tools say it. */
export interface OriginCode {
  readonly commit: string;
  readonly branch: string | null;
  readonly remote: string | null;
  /** Null where nobody said whether there were changes beside the commit. */
  readonly isDirty: boolean | null;
  readonly patchArtifact: string | null;
  readonly isFromTags: boolean;
}

export const originCode = ({ code, tags }: Pick<RunDetail, 'code' | 'tags'>): OriginCode | null => {
  if (code !== null) return { ...code, isFromTags: false };
  const commit = tags['mlflow.source.git.commit'];
  if (commit === undefined || commit === '') return null;
  const dirty = tags['mlflow.source.git.dirty'];
  return {
    commit,
    branch: tags['mlflow.source.git.branch'] ?? null,
    remote: tags['mlflow.source.git.repoURL'] ?? null,
    isDirty: dirty === undefined ? null : dirty.toLowerCase() === 'true',
    patchArtifact: null,
    isFromTags: true,
  };
};

/** Why no commit is there, as far as it is known who recorded the run. */
export const noCodeReason = ({ jobId, linkedFrom }: Pick<RunDetail, 'jobId' | 'linkedFrom'>): string => {
  if (linkedFrom !== null)
    return 'The tool that recorded the run noted no commit that is read here; what it noted is among the tags.';
  if (jobId !== null) return 'The project’s folder was not a Git repository, so no commit was recorded.';
  return 'What logged this run sent no commit. MLflow’s Python library does where the script lies in a Git repository and GitPython is installed.';
};
