import { useMemo } from 'react';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { useProject, useQuery } from '../../../client/index.ts';

/** One file of a run, as the viewers get it. */
export type ArtifactFile = CommandOutput<'runs.describeArtifact'> & {
  run: string;
  path: string;
  digest: string | null;
};

/** The address at which the window shows a file of a run; null until it is known. A file that was logged anew has another one. */
export function useArtifactAddress():
  | ((file: { run: string; path: string; digest: string | null }) => string)
  | null {
  const folder = useProject((state) => state.info?.folder);
  const { data } = useQuery(
    'shell.artifactAddress',
    { project: folder ?? '' },
    { enabled: folder !== undefined },
  );
  return useMemo(
    () =>
      data === undefined
        ? null
        : ({ run, path, digest }) =>
            `${data.address}/${encodeURIComponent(run)}/${encodeURIComponent(path)}?${digest ?? 'linked'}`,
    [data],
  );
}
