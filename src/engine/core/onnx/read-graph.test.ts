import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OnnxFormatError } from './onnx-format-error.ts';
import { readOnnxGraph } from './read-graph.ts';

const fixtures = new URL('../../../../test/fixtures/artifacts/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, fixtures));
const limits = { nodes: 100, initialisers: 100 };

const expected = JSON.parse(fixture('expected.json').toString()).onnx as {
  producer: string;
  opsets: [string, number][];
  nodes: [string, string, string[], string[]][];
  initialisers: [string, number[], number][];
  parameters: number;
};

describe('the graph of a model', () => {
  it('is what the onnx package reads of it', () => {
    const graph = readOnnxGraph(fixture('branches.onnx'), limits);
    expect(graph.producer).toBe(expected.producer);
    expect(graph.opsets.map(({ domain, version }) => [domain, version])).toEqual(expected.opsets);
    expect(
      graph.nodes.map(({ name, operator, inputs, outputs }) => [name, operator, inputs, outputs]),
    ).toEqual(expected.nodes);
    expect(graph.initialisers.map(({ name, shape, sizeBytes }) => [name, shape, sizeBytes])).toEqual(
      expected.initialisers,
    );
    expect(graph.parameterCount).toBe(expected.parameters);
    expect(graph.inputs).toEqual([{ name: 'image', type: 'float', shape: ['batch', 3, 8, 8] }]);
    expect(graph.outputs).toEqual([{ name: 'flat', type: 'float', shape: ['batch', null] }]);
  });

  it('says how much there is beyond its limits', () => {
    const graph = readOnnxGraph(fixture('branches.onnx'), { nodes: 2, initialisers: 1 });
    expect(graph.nodes).toHaveLength(2);
    expect(graph).toMatchObject({ nodeCount: 5, initialiserCount: 3, parameterCount: expected.parameters });
  });

  it('names the file that weights lie in, and does not look for it', () => {
    const { initialisers } = readOnnxGraph(fixture('outside.onnx'), limits);
    expect(initialisers.map(({ externalFile }) => externalFile)).toEqual(Array(3).fill('weights.bin'));
  });

  it('of what is none, or breaks off, is an error', () => {
    const bytes = fixture('branches.onnx');
    for (const damaged of [Buffer.alloc(0), Buffer.from('no model'), bytes.subarray(0, 300)])
      expect(() => readOnnxGraph(damaged, limits)).toThrow(OnnxFormatError);
  });
});
