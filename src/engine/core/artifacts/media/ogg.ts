import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import type { ByteSource } from '../byte-source.ts';
import { byteText } from '../byte-text.ts';
import { readBytes } from './byte-reader.ts';

/** Pages are at most so long, so that the last one begins in the last two of them. */
const longestPage = 65_307;

interface OggStream {
  readonly facts: MediaFacts['streams'][number];
  /** Samples a second, as pages count them, and samples before the first that is heard. */
  readonly rate: number;
  readonly skipped: number;
}

/** What the first packet says, and how many samples there are by the last page. Sources: RFC 3533, RFC 7845, https://xiph.org/vorbis/doc/Vorbis_I_spec.html */
export const readOgg = async (source: ByteSource): Promise<MediaFacts> => {
  const stream = await firstStream(source);
  if (stream === null) return { durationMs: null, streams: [] };
  const samples = await lastPosition(source);
  const { facts, rate, skipped } = stream;
  return {
    durationMs: samples === null || rate === 0 ? null : (Math.max(0, samples - skipped) / rate) * 1000,
    streams: [facts],
  };
};

const firstStream = async (source: ByteSource): Promise<OggStream | null> => {
  const { view, text } = await readBytes(source, 28, 19);
  if (text(0, 8) === 'OpusHead')
    return {
      facts: { kind: 'audio', codec: 'Opus', channels: view.getUint8(9), sampleRate: 48_000 },
      ...{ rate: 48_000, skipped: view.getUint16(10, true) },
    };
  if (text(0, 7) !== '\x01vorbis') return null;
  const rate = view.getUint32(12, true);
  return {
    facts: { kind: 'audio', codec: 'Vorbis', channels: view.getUint8(11), sampleRate: rate },
    ...{ rate, skipped: 0 },
  };
};

const lastPosition = async (source: ByteSource): Promise<number | null> => {
  const length = Math.min(source.sizeBytes, 2 * longestPage);
  const bytes = await source.read(source.sizeBytes - length, length);
  for (let at = bytes.length - 27; at >= 0; at -= 1) {
    if (bytes[at] !== 0x4f || byteText(bytes.subarray(at, at + 4)) !== 'OggS') continue;
    const position = new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(at + 6, true);
    // -1: no packet ends on this page.
    if (position >= 0) return Number(position);
  }
  return null;
};
