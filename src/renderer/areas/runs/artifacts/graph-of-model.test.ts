import { expect, it } from 'vitest';
import type { ModelGraph } from '../../../../shared/model/artifact-content.ts';
import { drawnNodes, graphOfModel } from './graph-of-model.ts';

const model = (nodes: ModelGraph['nodes'], output = 'y'): ModelGraph => ({
  ...{ irVersion: 8, producer: '', opsets: [], metadata: {}, nodes, nodeCount: nodes.length },
  inputs: [{ name: 'x', type: 'float', shape: ['batch', null, 3] }],
  outputs: [{ name: output, type: 'float', shape: null }],
  ...{ initialisers: [], initialiserCount: 0, parameterCount: 0 },
});

it('connects what makes a value with what takes it, weights left out', () => {
  const { nodes, edges } = graphOfModel(
    model([
      { name: 'a', operator: 'MatMul', inputs: ['x', 'weights'], outputs: ['h'] },
      { name: '', operator: 'Add', inputs: ['h', 'h'], outputs: ['y'] },
    ]),
  );
  expect(nodes.map(({ label, note }) => `${label}: ${note}`)).toEqual([
    'x: float batch × ? × 3',
    'MatMul: a',
    'Add: undefined',
    'y: float any shape',
  ]);
  expect(edges.map(({ from, to }) => `${from} → ${to}`)).toEqual([
    'input x → node 0',
    'node 0 → node 1',
    'node 1 → output y',
  ]);
});

it('draws no output of nodes that are not drawn', () => {
  const chain = Array.from({ length: drawnNodes + 5 }, (_, place) => ({
    ...{ name: '', operator: 'Relu', inputs: [place === 0 ? 'x' : `v${place - 1}`], outputs: [`v${place}`] },
  }));
  const { nodes } = graphOfModel(model(chain, `v${drawnNodes + 4}`));
  expect(nodes).toHaveLength(drawnNodes + 1);
});
