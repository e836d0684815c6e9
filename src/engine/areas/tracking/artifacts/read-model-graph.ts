import { EngineError } from '../../../../shared/errors.ts';
import type { ModelGraph } from '../../../../shared/model/artifact-content.ts';
import { readOnnxGraph } from '../../../core/onnx/read-graph.ts';
import type { ByteSource } from './byte-source.ts';

const limits = { nodes: 5000, initialisers: 5000 };
/** The file is held in memory while its graph is read. */
const largestModel = 1024 * 2 ** 20;

/** The graph of an ONNX file. */
export const readModelGraph = async (source: ByteSource): Promise<ModelGraph> => {
  if (source.sizeBytes > largestModel)
    throw new EngineError(
      'model-invalid',
      'The model is larger than 1 GiB, too large for a look at its graph. Save it to open it elsewhere.',
    );
  return readOnnxGraph(await source.read(0, source.sizeBytes), limits);
};
