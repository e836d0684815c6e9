import { InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Signature } from '../../../shared/model/signature.ts';
import { OnnxFormatError } from './onnx-format-error.ts';
import { encodePipeline, joinColumns } from './pipeline.ts';
import { readOnnxHeader, signatureOf } from './read-header.ts';
import { createMessageWriter, type MessageWriter } from './wire-writer.ts';

const signature: Signature = {
  task: 'regression',
  target: 'price',
  inputs: [
    { name: 'carat', type: 'number', example: 1 },
    { name: 'add_1', type: 'number', example: null },
  ],
  classes: [],
};

/** price = carat + add_1 */
function sumModel(described: unknown = signature): Uint8Array {
  return encodePipeline({
    signature,
    metadata: { 'modelyard.signature': JSON.stringify(described), note: 'für mich' },
    scores(graph) {
      const joined = joinColumns(graph, ['carat', 'add_1']);
      const axes = graph.constant({ type: 'int64', dims: [1], values: [1] });
      return graph.node({ operator: 'ReduceSum', inputs: [joined, axes] });
    },
  });
}

describe('the header of our own file', () => {
  let bytes: Uint8Array;
  beforeAll(() => {
    bytes = sumModel();
  });

  test('names inputs, outputs, operators, producer and metadata', () => {
    const header = readOnnxHeader(bytes);
    expect(header).toMatchObject({
      irVersion: 10,
      producerName: 'modelyard',
      opsets: [
        { domain: '', version: 20 },
        { domain: 'ai.onnx.ml', version: 5 },
      ],
      inputs: [
        { name: 'carat', type: 'float', shape: ['rows', 1] },
        { name: 'add_1', type: 'float', shape: ['rows', 1] },
      ],
      outputs: [{ name: 'value', type: 'float', shape: ['rows'] }],
      operators: ['Cast', 'Concat', 'ReduceSum', 'Squeeze'],
    });
    expect(header.metadata.note).toBe('für mich');
  });

  test('agrees with ONNX Runtime, also where a column has the name of an inner value', async () => {
    const session = await InferenceSession.create(bytes);
    const header = readOnnxHeader(bytes);
    expect(header.inputs.map((input) => input.name)).toEqual(session.inputNames);
    expect(header.outputs.map((output) => output.name)).toEqual(session.outputNames);
  });

  test('holds the signature, unless it is broken or about other inputs', () => {
    expect(signatureOf(readOnnxHeader(bytes))).toEqual(signature);
    expect(
      signatureOf(readOnnxHeader(sumModel({ ...signature, inputs: signature.inputs.slice(1) }))),
    ).toBeNull();
    expect(signatureOf(readOnnxHeader(sumModel({ task: 'guess' })))).toBeNull();
    expect(signatureOf(readOnnxHeader(modelWith(() => {})))).toBeNull();
  });
});

describe('files from elsewhere', () => {
  test('an initialiser that is also an input need not be fed', () => {
    const header = readOnnxHeader(
      modelWith((graph) => {
        graph.message(11, (value) => value.text(1, 'x'));
        graph.message(11, (value) => value.text(1, 'weights'));
        graph.message(5, (tensor) => tensor.text(8, 'weights'));
      }),
    );
    expect(header.inputs.map((input) => input.name)).toEqual(['x']);
  });

  test('sequences of maps, unnamed dimensions and unknown ranks are told apart', () => {
    const header = readOnnxHeader(
      modelWith((graph) => {
        graph.message(12, (value) => {
          value.text(1, 'map');
          value.message(2, (type) => type.message(4, () => {}));
        });
        graph.message(11, (value) => {
          value.text(1, 'image');
          value.message(2, (type) =>
            type.message(1, (tensor) => {
              tensor.varint(1, 11);
              tensor.message(2, (shape) => {
                shape.message(1, () => {});
                shape.message(1, (dimension) => dimension.varint(1, 3));
              });
            }),
          );
        });
        graph.message(11, (value) => {
          value.text(1, 'any');
          value.message(2, (type) => type.message(1, (tensor) => tensor.varint(1, 99)));
        });
      }),
    );
    expect(header.inputs).toEqual([
      { name: 'image', type: 'double', shape: [null, 3] },
      { name: 'any', type: 'unknown', shape: null },
    ]);
    expect(header.outputs[1]).toEqual({ name: 'map', type: 'sequence', shape: null });
  });

  test.each<[string, (graph: MessageWriter) => void]>([
    ['an initialiser', (graph) => graph.message(5, external)],
    [
      'an attribute',
      (graph) => graph.message(1, (node) => node.message(5, (attribute) => attribute.message(5, external))),
    ],
    [
      'an inner graph',
      (graph) =>
        graph.message(1, (node) =>
          node.message(5, (attribute) => attribute.message(6, (inner) => inner.message(5, external))),
        ),
    ],
    ['a sparse tensor', (graph) => graph.message(15, (sparse) => sparse.message(1, external))],
  ])('weights outside the file, referred to by %s, are refused by name', (_, write) => {
    expect(() => readOnnxHeader(modelWith(write))).toThrow(/"\.\.\/\.\.\/etc\/passwd"/);
  });

  test('graphs nested without end are refused', () => {
    let graph: Uint8Array = new Uint8Array();
    for (let depth = 0; depth < 2000; depth += 1) {
      const inner = graph;
      const writer = createMessageWriter();
      writer.message(1, (node) => node.message(5, (attribute) => attribute.bytes(6, inner)));
      graph = writer.finish();
    }
    const model = createMessageWriter();
    model.bytes(7, graph);
    expect(() => readOnnxHeader(model.finish())).toThrow(/nests graphs/);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('carat,cut,price\n0.23,Ideal,326\n')],
    ['a model without a graph', opsetOnly()],
  ])('%s is no model', (_, bytes) => {
    expect(() => readOnnxHeader(bytes)).toThrow(OnnxFormatError);
  });

  test('every truncation and every changed byte ends in a header or in a clear error', () => {
    const bytes = sumModel();
    for (let length = 0; length < bytes.length; length += 1) readOrRefuse(bytes.subarray(0, length));
    for (let position = 0; position < bytes.length; position += 1) {
      for (const value of [0x00, 0x7f, 0x80, 0xff]) {
        const changed = bytes.slice();
        changed[position] = value;
        readOrRefuse(changed);
      }
    }
    expect(() => readOnnxHeader(bytes.subarray(0, bytes.length >> 1))).toThrow(OnnxFormatError);
  });
});

function readOrRefuse(bytes: Uint8Array): void {
  try {
    readOnnxHeader(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(OnnxFormatError);
  }
}

/** A model with one output, to which `write` adds. */
function modelWith(write: (graph: MessageWriter) => void): Uint8Array {
  const model = createMessageWriter();
  model.varint(1, 8);
  model.message(7, (graph) => {
    graph.message(12, (value) => value.text(1, 'y'));
    write(graph);
  });
  model.message(8, (opset) => opset.varint(2, 17));
  return model.finish();
}

function opsetOnly(): Uint8Array {
  const model = createMessageWriter();
  model.message(8, (opset) => opset.varint(2, 17));
  return model.finish();
}

function external(tensor: MessageWriter): void {
  tensor.message(13, (entry) => {
    entry.text(1, 'location');
    entry.text(2, '../../etc/passwd');
  });
  tensor.varint(14, 1);
}
