/** Our learners beside the field's own programs: the same answers from the same ONNX file, and trees that are as accurate. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeSignature } from '../../src/engine/core/learning/describe-signature.ts';
import { type Learner, learners } from '../../src/engine/core/learning/learner.ts';
import type { Column, Table } from '../../src/engine/core/table.ts';
import { type OnnxOutput, outputNameOf, type Signature } from '../../src/shared/model/signature.ts';
import { compareAccuracy } from '../bench/training/compare-accuracy.ts';
import { type BenchmarkData, benchmarkData, fixtureFolder } from '../bench/training/data-sets.ts';
import { type Peers, peerPackages, startPeers } from '../bench/training/peers.ts';
import { ensurePython, runPython } from '../support/python.ts';
import { readCsv } from '../support/read-csv.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const pathOf = (data: BenchmarkData) => join(fixtureFolder, `${data.file}.gz`);

describe('accuracy', () => {
  let peers: Peers;
  beforeAll(async () => {
    peers = await startPeers();
  });
  afterAll(() => peers.close());

  for (const data of benchmarkData) {
    test(`${data.name}: ${data.metric} at most 0.005 below the better peer, over five splits`, async () => {
      const path = pathOf(data);
      const means = await compareAccuracy({ data, table: readCsv(path), path, peers, splitCount: 5 });
      expect(means['scikit-learn']).toBeGreaterThan(0.8);
      expect(means.lightgbm).toBeGreaterThan(0.8);
      expect(means.modelyard).toBeGreaterThanOrEqual(Math.max(means['scikit-learn'], means.lightgbm) - 0.005);
    });
  }
});

describe('one ONNX file', () => {
  let interpreter: string;
  beforeAll(async () => {
    interpreter = await ensurePython(peerPackages);
  });

  for (const learner of learners) {
    for (const data of benchmarkData) {
      test(`${learner.id}, ${data.name}: onnxruntime for Python and Node agree to 1e-6, and with the learner to 1e-5`, async () => {
        await expectAgreement({ interpreter, learner, data, table: readCsv(pathOf(data)) });
      });
      test(`${learner.id}, ${data.name}: they agree also where columns have the names of outputs`, async () => {
        const table = withOutputNames(readCsv(pathOf(data)), data.target);
        await expectAgreement({ interpreter, learner, data, table });
      });
    }
  }
});

async function expectAgreement(call: {
  interpreter: string;
  learner: Learner;
  data: BenchmarkData;
  table: Table;
}): Promise<void> {
  const { interpreter, learner, table } = call;
  const { target, task } = call.data;
  const trainRows = Int32Array.from({ length: 4000 }, (_, row) => row);
  const parameters = fewRounds(learner.id);
  const model = await learner.fit({ table, target, task, trainRows, parameters, seed: 1 });
  const signature = describeSignature({ table, rows: trainRows, model });
  const bytes = model.toOnnx({ signature });
  const asked = withGaps(takeRows(table, 4000, 4500));

  const inNode = await answersOfNode(bytes, signature, asked);
  const inPython = await answersOfPython(interpreter, bytes, signature, asked);
  const prediction = model.predict(asked);
  const own = prediction.kind === 'regression' ? prediction.values : prediction.probabilities;

  expect(inPython.labels).toEqual(inNode.labels);
  expectClose(inPython.numbers, inNode.numbers, 1e-6);
  expectClose(inNode.numbers, own, 1e-5);
}

/** The first three inputs get the names of outputs. */
function withOutputNames(table: Table, target: string): Table {
  const names = ['value', 'label', 'probabilities'];
  const columns = table.columns.map((column) =>
    column.name === target ? column : { ...column, name: names.shift() ?? column.name },
  );
  return { ...table, columns };
}

const fewRounds = (learner: string): Record<string, number> => (learner === 'gbdt' ? { num_rounds: 30 } : {});

/** `tolerance` is absolute for probabilities and relative for values above 1. */
function expectClose(actual: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(wanted.length);
  expect(wanted.length).toBeGreaterThan(0);
  for (let index = 0; index < wanted.length; index += 1) {
    const difference = Math.abs(actual[index]! - wanted[index]!);
    expect(difference).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted[index]!)));
  }
}

function takeRows(table: Table, start: number, end: number): Table {
  const columns = table.columns.map(
    (column): Column =>
      column.kind === 'number'
        ? { ...column, values: column.values.slice(start, end) }
        : { ...column, codes: column.codes.slice(start, end) },
  );
  return { rowCount: end - start, columns };
}

/** Every column misses every seventh row, shifted by column; every fifth text is one that no training row had. */
function withGaps(table: Table): Table {
  const columns = table.columns.map((column, index): Column => {
    const isGap = (row: number) => (row + index) % 7 === 0;
    if (column.kind === 'number') {
      return { ...column, values: column.values.map((value, row) => (isGap(row) ? Number.NaN : value)) };
    }
    const unseen = column.categories.length;
    const codes = column.codes.map((code, row) =>
      isGap(row) ? -1 : (row + index) % 5 === 0 ? unseen : code,
    );
    return { ...column, codes, categories: [...column.categories, 'zz unseen'] };
  });
  return { ...table, columns };
}

interface Answers {
  readonly labels: readonly string[];
  readonly numbers: readonly number[];
}

/** Numbers (null is missing) or texts ('' is missing), by column. */
function feedsOf({ inputs }: Signature, table: Table): Record<string, (number | null | string)[]> {
  const feeds = inputs.map(({ name }) => {
    const column = table.columns.find((candidate) => candidate.name === name)!;
    if (column.kind === 'category')
      return [name, Array.from(column.codes, (code) => column.categories[code] ?? '')];
    return [name, Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))];
  });
  return Object.fromEntries(feeds);
}

async function answersOfNode(bytes: Uint8Array, signature: Signature, table: Table): Promise<Answers> {
  const session = await InferenceSession.create(bytes);
  const tensors = Object.entries(feedsOf(signature, table)).map(([name, values]) => {
    const isText = typeof values.find((value) => value !== null) === 'string';
    const tensor = isText
      ? new Tensor('string', values as string[], [values.length, 1])
      : new Tensor(
          'float32',
          Float32Array.from(values, (value) => Number(value ?? Number.NaN)),
          [values.length, 1],
        );
    return [name, tensor];
  });
  const outputs = await session.run(Object.fromEntries(tensors));
  const dataOf = (output: OnnxOutput) => outputs[outputNameOf(signature, output)]!.data;
  if (signature.task === 'regression') return { labels: [], numbers: [...(dataOf('value') as Float32Array)] };
  return {
    labels: [...(dataOf('label') as string[])],
    numbers: [...(dataOf('probabilities') as Float32Array)],
  };
}

const pythonProgram = `
import json, sys
import numpy, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1])
feeds = {}
for name, values in json.load(open(sys.argv[2])).items():
    is_text = any(isinstance(value, str) for value in values)
    column = numpy.array(values, dtype=object if is_text else numpy.float32)
    feeds[name] = column.reshape(-1, 1)
outputs = dict(zip([output.name for output in session.get_outputs()], session.run(None, feeds)))
signature = json.loads(session.get_modelmeta().custom_metadata_map["modelyard.signature"])
names = signature.get("outputs", {})
is_regression = signature["task"] == "regression"
main = "value" if is_regression else "probabilities"
numbers = outputs[names.get(main, main)]
labels = [] if is_regression else outputs[names.get("label", "label")].tolist()
print(json.dumps({"labels": labels, "numbers": numbers.astype(float).ravel().tolist()}))
`;

async function answersOfPython(
  interpreter: string,
  bytes: Uint8Array,
  signature: Signature,
  table: Table,
): Promise<Answers> {
  const folder = temporaryFolder();
  const modelPath = join(folder, 'model.onnx');
  const feedsPath = join(folder, 'feeds.json');
  await writeFile(modelPath, bytes);
  await writeFile(feedsPath, JSON.stringify(feedsOf(signature, table)));
  return JSON.parse(await runPython({ interpreter, code: pythonProgram, arguments: [modelPath, feedsPath] }));
}
