import type { ArtifactType } from '../../../../shared/model/artifact-content.ts';
import { detectType } from '../../../core/artifacts/detect-type.ts';
import type { ByteSource } from './byte-source.ts';

const headBytes = 4096;
const tailBytes = 1024;

/** What a file is, by a look at its beginning and its end. */
export const describeFile = async (path: string, source: ByteSource): Promise<ArtifactType> => {
  const { sizeBytes } = source;
  const head = await source.read(0, headBytes);
  const tail = await source.read(Math.max(0, sizeBytes - tailBytes), tailBytes);
  return detectType({ path, sizeBytes, head, tail });
};
