import { useState } from 'react';
import type { ArrayFacts } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { EmptyState, Segments, Select, ViewFrame } from '../../../ui/index.ts';
import { ArrayFactsView, arrayShape } from './array-facts.tsx';
import { ArrayPicture } from './array-picture.tsx';
import { ArrayValues } from './array-values.tsx';
import type { ArtifactFile } from './artifact-file.ts';

type View = 'facts' | 'values' | 'image';

const views = { facts: ArrayFactsView, values: ArrayValues, image: ArrayPicture };

function Arrays({ file, arrays }: { file: ArtifactFile; arrays: readonly ArrayFacts[] }) {
  const [member, setMember] = useState(arrays[0]?.member ?? null);
  const [view, setView] = useState<View>('facts');
  const array = arrays.find((one) => one.member === member) ?? arrays[0];
  if (array === undefined) return <EmptyState text="The file holds no arrays." />;
  const Shown = views[array.refusal === null ? view : 'facts'];
  return (
    <ViewFrame
      bar={
        <>
          {array.member !== null && (
            <Select
              label="Array"
              hideLabel
              inline
              value={array.member}
              onChange={setMember}
              options={arrays.map(({ member: name, shape }) => ({
                value: name ?? '',
                label: `${name ?? ''} (${arrayShape(shape)})`,
              }))}
            />
          )}
          {array.refusal === null && (
            <Segments
              label="Show"
              value={view}
              onChange={setView}
              options={[
                { value: 'facts', label: 'Facts' },
                { value: 'values', label: 'Values' },
                { value: 'image', label: 'Image' },
              ]}
            />
          )}
        </>
      }
    >
      <Shown key={array.member} file={file} array={array} />
    </ViewFrame>
  );
}

/** Arrays of NumPy: what they are, their values, and what they look like. */
export function ArrayView({ file }: { file: ArtifactFile }) {
  const arrays = useQuery('runs.arrays', { run: file.run, path: file.path });
  return (
    <QueryState query={arrays} what="The array">
      {(found) => <Arrays file={file} arrays={found} />}
    </QueryState>
  );
}
