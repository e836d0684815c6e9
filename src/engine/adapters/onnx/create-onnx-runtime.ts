import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { EngineError } from '../../../shared/errors.ts';
import { ModelShapeError, planTensors, type TensorDescription } from '../../../shared/model/model-tensors.ts';
import { OnnxFormatError } from '../../core/onnx/onnx-format-error.ts';
import { readOnnxHeader } from '../../core/onnx/read-header.ts';
import type { LoadedModel, ModelInput, ModelOutput, ModelRuntime } from '../../ports/model-runtime.ts';

type Runtime = typeof import('onnxruntime-node');

/**
 * ONNX Runtime on the CPU. Its native code is loaded with the first model, so a worker that needs none does not pay for it.
 * Errors: `model-invalid` for bytes that are no model or cannot be run, `not-found` for a file that is not there.
 */
export const createOnnxRuntime = (): ModelRuntime => ({
  load: async (file) => {
    const bytes = await readModel(file);
    const runtime = await import('onnxruntime-node');
    return wrapSession(runtime, await openSession(runtime, bytes));
  },
  version: (createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string }).version,
});

/** The header is read first: ONNX Runtime would follow references to other files, and its own messages on damage are obscure. */
async function readModel(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  try {
    readOnnxHeader(bytes);
    return bytes;
  } catch (thrown) {
    if (!(thrown instanceof OnnxFormatError)) throw thrown;
    throw new EngineError('model-invalid', thrown.message, { details: { path: file }, cause: thrown });
  }
}

async function openSession({ InferenceSession }: Runtime, bytes: Uint8Array): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  } catch (thrown) {
    throw new EngineError(
      'model-invalid',
      `ONNX Runtime cannot load the model: ${(thrown as Error).message}`,
      { cause: thrown },
    );
  }
}

function wrapSession({ Tensor }: Runtime, session: InferenceSession): LoadedModel {
  const described = session.inputMetadata.map(describe);
  const fetches = session.outputMetadata.filter(({ isTensor }) => isTensor).map(({ name }) => name);
  const run = async (inputs: readonly ModelInput[]): Promise<ModelOutput[]> => {
    const rowCount = inputs[0]?.values.length ?? 0;
    const columns = inputs.map(({ name, type, values }) => ({ name, type, values: values as Float32Array }));
    const tensors = planTensors({ inputs }, described)({ rowCount, columns });
    const feeds = Object.fromEntries(
      tensors.map(({ name, type, data, dims }) => [name, new Tensor(type, data as never, dims)]),
    );
    return Object.entries(await session.run(feeds, fetches)).map(([name, tensor]) => ({
      name,
      shape: tensor.dims,
      values: readValues(tensor.data),
    }));
  };
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: (inputs) => run(inputs).catch(rethrow),
    close: () => session.release(),
  };
}

function rethrow(thrown: unknown): never {
  if (thrown instanceof ModelShapeError) {
    throw new EngineError('model-invalid', thrown.message, { cause: thrown });
  }
  throw thrown;
}

const describe = (metadata: InferenceSession.ValueMetadata): TensorDescription =>
  metadata.isTensor
    ? { name: metadata.name, type: metadata.type, shape: metadata.shape }
    : { name: metadata.name, type: 'a sequence or map', shape: [] };

function readValues(data: Tensor['data']): ModelOutput['values'] {
  if (data instanceof Float32Array || data instanceof Float64Array || data instanceof BigInt64Array)
    return data;
  return Array.isArray(data) ? data : Float64Array.from(data as ArrayLike<number>);
}
