import type { ArrayFacts } from '../../../../shared/model/artifact-content.ts';
import { call } from '../../../client/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import { GridValues } from './grid-values.tsx';

export function ArrayValues({
  file: { run, path },
  array: { member, grid, sliceCount },
}: {
  file: ArtifactFile;
  array: ArrayFacts;
}) {
  return (
    <GridValues
      {...{ grid, sliceCount }}
      label={member ?? path}
      sourceKey={JSON.stringify([run, path, member])}
      fetchRows={async (window, signal) =>
        (await call('runs.arrayRows', { run, path, member, ...window }, { signal })).rows
      }
    />
  );
}
