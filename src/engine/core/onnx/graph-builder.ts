import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './model.ts';

/** Collects a graph node by node; names of inner values are made up here and never meet a column's name. */
export interface GraphBuilder {
  input(value: OnnxValue): string;
  constant(tensor: OnnxTensor): string;
  /** Answers the name of the only output, made up unless given. */
  node(call: {
    operator: string;
    inputs: readonly string[];
    attributes?: Readonly<Record<string, OnnxAttribute>>;
    domain?: string;
    output?: string;
  }): string;
  output(value: OnnxValue): void;
  finish(call: { graphName: string; metadata: Readonly<Record<string, string>> }): OnnxModel;
}

/** `reservedNames` are the names of inputs and outputs. */
export function createGraphBuilder(reservedNames: readonly string[]): GraphBuilder {
  const taken = new Set(reservedNames);
  const nodes: OnnxNode[] = [];
  const initializers: Record<string, OnnxTensor> = {};
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  let counter = 0;

  function newName(kind: string): string {
    do counter += 1;
    while (taken.has(`${kind}_${counter}`));
    return `${kind}_${counter}`;
  }

  return {
    input(value) {
      inputs.push(value);
      return value.name;
    },
    constant(tensor) {
      const name = newName('constant');
      initializers[name] = tensor;
      return name;
    },
    node({ operator, inputs: nodeInputs, attributes = {}, domain = '', output }) {
      const name = output ?? newName(operator.toLowerCase());
      nodes.push({ operator, domain, inputs: nodeInputs, outputs: [name], attributes });
      return name;
    },
    output(value) {
      outputs.push(value);
    },
    finish: ({ graphName, metadata }) => ({ graphName, nodes, initializers, inputs, outputs, metadata }),
  };
}
