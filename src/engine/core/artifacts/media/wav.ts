import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import type { ByteSource } from '../byte-source.ts';
import { readBytes } from './byte-reader.ts';
import { MediaFormatError } from './media-error.ts';

const codecs: Readonly<Record<number, string>> = {
  1: 'PCM',
  3: 'PCM (float)',
  6: 'A-law',
  7: 'µ-law',
  85: 'MP3',
};
/** What other programs put between the parts that are looked for. */
const mostChunks = 100;

/** A list of named parts: `fmt ` says how it was recorded, `data` is the recording. Source: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html */
export const readWav = async (source: ByteSource): Promise<MediaFacts> => {
  let format: { codec: string; channels: number; sampleRate: number; bytesPerSecond: number } | undefined;
  let at = 12;
  for (let count = 0; count < mostChunks && at + 8 <= source.sizeBytes; count += 1) {
    const { view, text } = await readBytes(source, at, 8);
    const length = view.getUint32(4, true);
    if (text(0, 4) === 'fmt ') {
      const fields = (await readBytes(source, at + 8, 16)).view;
      format = {
        codec: codecs[fields.getUint16(0, true)] ?? 'PCM',
        channels: fields.getUint16(2, true),
        sampleRate: fields.getUint32(4, true),
        bytesPerSecond: fields.getUint32(8, true),
      };
    } else if (text(0, 4) === 'data' && format !== undefined) {
      const { bytesPerSecond, ...audio } = format;
      const dataBytes = Math.min(length, source.sizeBytes - at - 8);
      return {
        durationMs: bytesPerSecond === 0 ? null : (dataBytes / bytesPerSecond) * 1000,
        streams: [{ kind: 'audio', ...audio }],
      };
    }
    // Parts begin at even places.
    at += 8 + length + (length % 2);
  }
  throw new MediaFormatError('it holds no recording');
};
