import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type EncodedRows, encodeRecords } from '../shared/model/encode-rows.ts';
import { exampleRecord } from '../shared/model/example-request.ts';
import { type PlainTensor, planTensors, type TensorDescription } from '../shared/model/model-tensors.ts';
import { type OutputTensor, type Predictions, readPredictions } from '../shared/model/read-predictions.ts';
import type { Signature } from '../shared/model/signature.ts';
import type { Bundle } from './bundle.ts';

export interface Predictor {
  predict(rows: EncodedRows): Promise<Predictions>;
  close(): Promise<void>;
}

/**
 * Loads the model and answers once it has predicted an example. Sessions are single-threaded: rows of a request are few, and
 * the hand-over between threads costs more than it gains.
 */
export async function createPredictor({ manifest, model }: Bundle): Promise<Predictor> {
  const session = await InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  });
  const { signature } = manifest;
  const plan = planTensors(signature, session.inputMetadata.map(describe));
  // Sequences and maps (a probability dictionary of other tools) cannot be read here, so they are not asked for.
  const fetches = session.outputMetadata.filter(({ isTensor }) => isTensor).map(({ name }) => name);
  const predict = async (rows: EncodedRows): Promise<Predictions> => {
    const feeds = Object.fromEntries(plan(rows).map((tensor) => [tensor.name, toTensor(tensor)]));
    const outputs = Object.entries(await session.run(feeds, fetches)).map(toOutput);
    return readPredictions({ signature, rowCount: rows.rowCount, outputs });
  };
  await predict(warmUpRows(signature));
  return { predict, close: () => session.release() };
}

const warmUpRows = (signature: Signature): EncodedRows =>
  encodeRecords(signature, [exampleRecord(signature)]);

const describe = (metadata: InferenceSession.ValueMetadata): TensorDescription =>
  metadata.isTensor
    ? { name: metadata.name, type: metadata.type, shape: metadata.shape }
    : { name: metadata.name, type: 'a sequence or map', shape: [] };

const toTensor = ({ type, data, dims }: PlainTensor): Tensor => new Tensor(type, data as never, dims);

const toOutput = ([name, { dims, data }]: [
  string,
  InferenceSession.OnnxValueMapType[string],
]): OutputTensor => ({
  name,
  shape: dims,
  values: data as ArrayLike<number | bigint | string>,
});
