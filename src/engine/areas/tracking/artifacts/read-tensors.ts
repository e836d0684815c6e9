import type { TensorListing } from '../../../../shared/model/artifact-content.ts';
import { readSafetensorsHeader, safetensorsHeaderBytes } from '../../../core/artifacts/safetensors-header.ts';
import type { ByteSource } from './byte-source.ts';

/** What the header of a safetensors file lists. The values are not read. */
export const listTensors = async (source: ByteSource): Promise<TensorListing> => {
  const length = safetensorsHeaderBytes(await source.read(0, 8), source.sizeBytes);
  return readSafetensorsHeader(await source.read(8, length), source.sizeBytes - 8 - length);
};
