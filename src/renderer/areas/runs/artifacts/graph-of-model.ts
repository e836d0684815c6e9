import type { ModelGraph } from '../../../../shared/model/artifact-content.ts';
import type { GraphEdge, GraphNode } from '../../../ui/index.ts';

/** As many nodes as can be drawn and taken in; the list beside the picture has more. */
export const drawnNodes = 300;

type Value = ModelGraph['inputs'][number];

export const shapeText = (shape: Value['shape']): string =>
  shape === null ? 'any shape' : shape.length === 0 ? 'scalar' : shape.map((size) => size ?? '?').join(' × ');

export const valueText = ({ type, shape }: Value): string => `${type} ${shapeText(shape)}`;

/** Id of a node by its place: names may be empty or the same. */
export const nodeId = (place: number): string => `node ${place}`;

/** What is drawn of a model: inputs, the first nodes, and the outputs that these make. Weights are left out. */
export function graphOfModel({ inputs, outputs, nodes }: ModelGraph): {
  nodes: GraphNode[];
  edges: GraphEdge[];
} {
  const shown = nodes.slice(0, drawnNodes);
  const makers = new Map<string, string>();
  const drawn: GraphNode[] = [];
  for (const input of inputs) {
    makers.set(input.name, `input ${input.name}`);
    drawn.push({ id: `input ${input.name}`, label: input.name, note: valueText(input), isEdge: true });
  }
  const edges = new Map<string, GraphEdge>();
  const connect = (from: string | undefined, to: string) => {
    if (from !== undefined) edges.set(`${from} ${to}`, { from, to });
  };
  for (const [place, { name, operator, inputs: taken, outputs: made }] of shown.entries()) {
    const id = nodeId(place);
    drawn.push({ id, label: operator, note: name === '' ? undefined : name });
    for (const value of taken) connect(makers.get(value), id);
    for (const value of made) makers.set(value, id);
  }
  for (const output of outputs) {
    const maker = makers.get(output.name);
    if (maker === undefined) continue;
    drawn.push({ id: `output ${output.name}`, label: output.name, note: valueText(output), isEdge: true });
    connect(maker, `output ${output.name}`);
  }
  return { nodes: drawn, edges: [...edges.values()] };
}
