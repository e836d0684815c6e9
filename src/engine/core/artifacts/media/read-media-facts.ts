import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import type { ByteSource } from '../byte-source.ts';
import { readFlac } from './flac.ts';
import { readMp3 } from './mp3.ts';
import { readMp4 } from './mp4.ts';
import { readOgg } from './ogg.ts';
import { readWav } from './wav.ts';
import { readWebm } from './webm.ts';

const readers: Readonly<Record<string, (source: ByteSource) => Promise<MediaFacts>>> = {
  ...{ 'audio/wav': readWav, 'audio/flac': readFlac, 'audio/mpeg': readMp3, 'audio/ogg': readOgg },
  ...{ 'video/ogg': readOgg, 'audio/mp4': readMp4, 'video/mp4': readMp4, 'video/quicktime': readMp4 },
  ...{ 'video/webm': readWebm, 'video/x-matroska': readWebm },
};

/** How long a recording or a film is, and what is in it, by what it says of itself; nothing is decoded. Errors: `MediaFormatError`. */
export const readMediaFacts = async (mediaType: string, source: ByteSource): Promise<MediaFacts> =>
  (await readers[mediaType]?.(source)) ?? { durationMs: null, streams: [] };
