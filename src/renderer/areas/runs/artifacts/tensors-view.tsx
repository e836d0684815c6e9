import type { TensorListing } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { countOf, type DataColumn, DataTable, ViewFrame } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';

type Tensor = TensorListing['tensors'][number];

const columns: readonly DataColumn<Tensor>[] = [
  { id: 'name', header: 'Tensor', kind: 'mono', width: 360, value: ({ name }) => name },
  { id: 'type', header: 'Type', width: 80, value: ({ type }) => type },
  { id: 'shape', header: 'Shape', width: 160, value: ({ shape }) => shape.join(' × ') || 'scalar' },
  { id: 'size', header: 'Size', kind: 'bytes', value: ({ sizeBytes }) => sizeBytes },
];

/** The header of a safetensors file. */
export function TensorsView({ file: { run, path } }: { file: ArtifactFile }) {
  const listing = useQuery('runs.listTensors', { run, path });
  return (
    <QueryState query={listing} what="The tensors">
      {({ tensors, parameterCount, metadata }) => (
        <ViewFrame
          bar={
            <>
              {countOf(tensors.length, 'tensor')}, {countOf(parameterCount, 'parameter')}
              {Object.entries(metadata).map(([key, value]) => (
                <span key={key}>
                  {key}: {value}
                </span>
              ))}
            </>
          }
        >
          <DataTable
            label={`Tensors in ${path}`}
            name="artifact-tensors"
            rows={tensors}
            rowId={({ name }) => name}
            columns={columns}
          />
        </ViewFrame>
      )}
    </QueryState>
  );
}
