import { EngineError } from '../../../../shared/errors.ts';
import { ArtifactFormatError } from '../../../core/artifacts/artifact-format-error.ts';
import { OnnxFormatError } from '../../../core/onnx/onnx-format-error.ts';

/** Says of which artifact it is what a reader of bytes found wrong. */
export const saying = async <Result>(path: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (thrown) {
    const options = { details: { path }, cause: thrown };
    if (thrown instanceof ArtifactFormatError)
      throw new EngineError('data-malformed', `${path} cannot be read: ${thrown.message}.`, options);
    if (thrown instanceof OnnxFormatError)
      throw new EngineError('model-invalid', `${path}: ${thrown.message}`, options);
    throw thrown;
  }
};
