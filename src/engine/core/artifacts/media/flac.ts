import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import type { ByteSource } from '../byte-source.ts';
import { readBytes } from './byte-reader.ts';

/** The first block says how much of what there is. Source: RFC 9639, 8.2 */
export const readFlac = async (source: ByteSource): Promise<MediaFacts> => {
  const { view } = await readBytes(source, 8, 34);
  const packed = view.getBigUint64(10);
  const sampleRate = Number(packed >> 44n);
  const sampleCount = Number(packed & 0xf_ffff_ffffn);
  return {
    durationMs: sampleCount === 0 || sampleRate === 0 ? null : (sampleCount / sampleRate) * 1000,
    streams: [{ kind: 'audio', codec: 'FLAC', sampleRate, channels: Number((packed >> 41n) & 7n) + 1 }],
  };
};
