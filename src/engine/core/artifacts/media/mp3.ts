import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import type { ByteSource } from '../byte-source.ts';
import { readBytes } from './byte-reader.ts';
import { MediaFormatError } from './media-error.ts';

/** Thousand bits a second, of layer III: MPEG 1, and MPEG 2 with 2.5. */
const bitRates = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const sampleRates = [44_100, 48_000, 32_000];

/** How far a first frame is looked for behind the tags. */
const searchedBytes = 65_536;

/**
 * By the first frame: how many frames there are, where the encoder wrote it down, or else how many fit into the file at its bit rate.
 * Sources: ISO/IEC 11172-3; http://gabriel.mp3-tech.org/mp3infotag.html; https://id3.org/id3v2.4.0-structure
 */
export const readMp3 = async (source: ByteSource): Promise<MediaFacts> => {
  const start = await behindTag(source);
  const { frame, offset } = await firstFrame(source, start);
  const counted = await countedSamples(source, offset, frame);
  const durationMs =
    counted === null
      ? ((source.sizeBytes - offset) * 8) / frame.bitRate
      : (counted / frame.sampleRate) * 1000;
  const { sampleRate, channels } = frame;
  return { durationMs, streams: [{ kind: 'audio', codec: 'MP3', sampleRate, channels }] };
};

/** Titles and pictures stand before the recording; seven bits of each byte say how long they are. */
const behindTag = async (source: ByteSource): Promise<number> => {
  const { view, text } = await readBytes(source, 0, 10);
  if (text(0, 3) !== 'ID3') return 0;
  const length = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (view.getUint8(at) & 127), 0);
  return 10 + length + ((view.getUint8(5) & 0x10) !== 0 ? 10 : 0);
};

interface Frame {
  readonly isFirstVersion: boolean;
  /** In thousands of bits a second, which are bits a millisecond. */
  readonly bitRate: number;
  readonly sampleRate: number;
  readonly channels: number;
}

const firstFrame = async (source: ByteSource, start: number): Promise<{ frame: Frame; offset: number }> => {
  const bytes = await source.read(start, searchedBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 1) {
    const frame = bytes[at] === 0xff ? frameOf(view.getUint32(at)) : null;
    if (frame !== null) return { frame, offset: start + at };
  }
  throw new MediaFormatError('it holds no recording');
};

const frameOf = (header: number): Frame | null => {
  const version = (header >>> 19) & 3;
  const isFirstVersion = version === 3;
  const bitRate = bitRates[isFirstVersion ? 0 : 1][(header >>> 12) & 15] ?? 0;
  const sampleRate = sampleRates[(header >>> 10) & 3];
  const isThirdLayer = ((header >>> 17) & 3) === 1;
  if (header >>> 21 !== 0x7ff || version === 1 || !isThirdLayer || bitRate === 0 || sampleRate === undefined)
    return null;
  return {
    ...{ isFirstVersion, bitRate },
    sampleRate: sampleRate / (isFirstVersion ? 1 : version === 2 ? 2 : 4),
    channels: ((header >>> 6) & 3) === 3 ? 1 : 2,
  };
};

/** What an encoder that varies its bit rate writes into the first frame; null when there is nothing. */
const countedSamples = async (
  source: ByteSource,
  offset: number,
  { isFirstVersion, channels }: Frame,
): Promise<number | null> => {
  const sideBytes = isFirstVersion ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  const at = offset + 4 + sideBytes;
  if (at + 144 > source.sizeBytes) return null;
  const { view, text } = await readBytes(source, at, 144);
  const hasCount = (text(0, 4) === 'Xing' || text(0, 4) === 'Info') && (view.getUint32(4) & 1) !== 0;
  if (!hasCount) return null;
  const samples = view.getUint32(8) * (isFirstVersion ? 1152 : 576);
  // LAME and who took it over say how many samples are silence that was added: twelve bits each at both ends.
  const hasPadding = (view.getUint32(4) & 15) === 15 && /^La(me|vf|vc)/i.test(text(120, 4));
  if (!hasPadding) return samples;
  const padding = (view.getUint16(141) >> 4) + (view.getUint16(142) & 0xfff);
  return Math.max(0, samples - padding);
};
