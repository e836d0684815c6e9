import { useMemo, useState } from 'react';
import type { ModelGraph } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import {
  countOf,
  type DataColumn,
  DataTable,
  type Fact,
  formatNumber,
  KeyValues,
  LayeredGraph,
  Segments,
  SplitPanes,
  Stack,
  Text,
  ViewFrame,
} from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { drawnNodes, graphOfModel, nodeId, shapeText, valueText } from './graph-of-model.ts';

type Node = ModelGraph['nodes'][number] & { id: string };
type Initialiser = ModelGraph['initialisers'][number] & { id: string };

const nodeColumns: readonly DataColumn<Node>[] = [
  { id: 'operator', header: 'Operator', width: 120, value: ({ operator }) => operator },
  { id: 'name', header: 'Name', kind: 'mono', width: 140, value: ({ name }) => name },
  { id: 'inputs', header: 'Takes', kind: 'mono', width: 180, value: ({ inputs }) => inputs.join(', ') },
  { id: 'outputs', header: 'Makes', kind: 'mono', width: 140, value: ({ outputs }) => outputs.join(', ') },
];

const weightColumns: readonly DataColumn<Initialiser>[] = [
  { id: 'name', header: 'Weights', kind: 'mono', width: 300, value: ({ name }) => name },
  { id: 'type', header: 'Type', width: 80, value: ({ type }) => type },
  { id: 'shape', header: 'Shape', width: 160, value: ({ shape }) => shapeText(shape) },
  { id: 'size', header: 'Size', kind: 'bytes', value: ({ sizeBytes }) => sizeBytes },
  { id: 'file', header: 'In file', kind: 'mono', value: ({ externalFile }) => externalFile ?? 'this one' },
];

function Facts({ model }: { model: ModelGraph }) {
  const outside = new Set(model.initialisers.flatMap(({ externalFile }) => externalFile ?? []));
  const facts: Fact[] = [
    { name: 'Written by', value: model.producer || 'not said' },
    {
      name: 'Operators of',
      value: model.opsets.map(({ domain, version }) => `${domain || 'ai.onnx'} ${version}`).join(', '),
    },
    { name: 'Format', value: `IR version ${model.irVersion}` },
    ...model.inputs.map((input) => ({ name: `Input ${input.name}`, value: valueText(input) })),
    ...model.outputs.map((output) => ({ name: `Output ${output.name}`, value: valueText(output) })),
    { name: 'Nodes', value: formatNumber(model.nodeCount) },
    { name: 'Parameters', value: formatNumber(model.parameterCount) },
    ...Object.entries(model.metadata).map(([name, value]) => ({
      name,
      value: value.length > 300 ? `${value.slice(0, 300)}…` : value,
      copy: value,
    })),
  ];
  return (
    <div className={styles.padded}>
      <Stack>
        {outside.size > 0 && (
          <Text tone="warning">
            Its weights lie in other files ({[...outside].slice(0, 3).join(', ')}), which are not followed.
          </Text>
        )}
        <KeyValues label="Facts of the model" facts={facts} />
      </Stack>
    </div>
  );
}

function Graph({ model, path }: { model: ModelGraph; path: string }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const drawn = useMemo(() => graphOfModel(model), [model]);
  const nodes = useMemo(() => model.nodes.map((node, place) => ({ ...node, id: nodeId(place) })), [model]);
  const notes = [
    model.nodeCount > drawnNodes &&
      `the first ${drawnNodes} of ${formatNumber(model.nodeCount)} nodes are drawn`,
    model.nodeCount > nodes.length && `the first ${formatNumber(nodes.length)} are listed`,
  ].filter(Boolean);
  return (
    <ViewFrame bar={notes.length > 0 ? notes.join(', ') : undefined}>
      <SplitPanes
        name="model-graph"
        fixed="second"
        initialSize={300}
        minimumSize={200}
        first={<LayeredGraph label={`Graph of ${path}`} {...drawn} chosen={chosen} onChoose={setChosen} />}
        second={
          <DataTable
            label={`Nodes of ${path}`}
            name="artifact-model-nodes"
            rows={nodes}
            rowId={({ id }) => id}
            columns={nodeColumns}
            activeId={chosen}
            onActiveChange={({ id }) => setChosen(id)}
          />
        }
      />
    </ViewFrame>
  );
}

function Weights({ model, path }: { model: ModelGraph; path: string }) {
  const rows = useMemo(
    () => model.initialisers.map((initialiser, place) => ({ ...initialiser, id: String(place) })),
    [model],
  );
  return (
    <ViewFrame
      bar={
        <>
          {countOf(model.initialiserCount, 'tensor')}, {countOf(model.parameterCount, 'parameter')}
          {rows.length < model.initialiserCount && `; the first ${formatNumber(rows.length)} are listed`}
        </>
      }
    >
      <DataTable
        label={`Weights of ${path}`}
        name="artifact-model-weights"
        rows={rows}
        rowId={({ id }) => id}
        columns={weightColumns}
      />
    </ViewFrame>
  );
}

/** An ONNX file: what it takes and answers, its graph and its weights. Nothing of it is run. */
export function ModelView({ file: { run, path } }: { file: ArtifactFile }) {
  const [view, setView] = useState<'facts' | 'graph' | 'weights'>('facts');
  const graph = useQuery('runs.modelGraph', { run, path });
  return (
    <QueryState query={graph} what="The model">
      {(model) => (
        <ViewFrame
          bar={
            <Segments
              label="Show"
              value={view}
              onChange={setView}
              options={[
                { value: 'facts', label: 'Facts' },
                { value: 'graph', label: 'Graph' },
                { value: 'weights', label: 'Weights' },
              ]}
            />
          }
        >
          {view === 'facts' && <Facts model={model} />}
          {view === 'graph' && <Graph {...{ model, path }} />}
          {view === 'weights' && <Weights {...{ model, path }} />}
        </ViewFrame>
      )}
    </QueryState>
  );
}
