import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import type { ByteSource } from '../byte-source.ts';
import { readBytes } from './byte-reader.ts';
import { MediaFormatError } from './media-error.ts';

const codecs: Readonly<Record<string, string>> = {
  ...{
    V_VP8: 'VP8',
    V_VP9: 'VP9',
    V_AV1: 'AV1',
    A_OPUS: 'Opus',
    A_VORBIS: 'Vorbis',
    A_AAC: 'AAC',
    A_FLAC: 'FLAC',
  },
  ...{ 'V_MPEG4/ISO/AVC': 'H.264', 'V_MPEGH/ISO/HEVC': 'H.265', 'A_MPEG/L3': 'MP3' },
};

/** Elements by their number, of those that are looked at. Source: RFC 9559 */
const ids = {
  ...{ segment: 0x18538067, info: 0x1549a966, scale: 0x2ad7b1, duration: 0x4489, tracks: 0x1654ae6b },
  ...{ track: 0xae, type: 0x83, codec: 0x86, video: 0xe0, width: 0xb0, height: 0xba, audio: 0xe1 },
  ...{ rate: 0xb5, channels: 0x9f, cluster: 0x1f43b675 },
} as const;

interface Element {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

const mostElements = 1000;

/** The elements between two places. One of unknown length, as live recordings have, goes on to the end. */
async function* elements(source: ByteSource, start: number, end: number): AsyncGenerator<Element> {
  let at = start;
  for (let count = 0; count < mostElements && at + 2 <= end; count += 1) {
    const bytes = await source.read(at, 12);
    const id = variableNumber(bytes, 0, true);
    const length = variableNumber(bytes, id.bytes, false);
    const from = at + id.bytes + length.bytes;
    const to = length.isUnknown ? end : Math.min(end, from + length.value);
    yield { id: id.value, start: from, end: to };
    at = length.isUnknown ? end : from + length.value;
  }
}

/** The zeros it begins with say how many bytes a number has; in ids the mark behind them is part of it. */
const variableNumber = (bytes: Uint8Array, at: number, keepsMark: boolean) => {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || at + length > bytes.length)
    throw new MediaFormatError('what it says of itself is damaged');
  let value = keepsMark ? first : first & (0xff >> length);
  let isUnknown = (first | (0xff << (8 - length))) % 256 === 255;
  for (let index = 1; index < length; index += 1) {
    value = value * 256 + bytes[at + index]!;
    isUnknown = isUnknown && bytes[at + index] === 255;
  }
  return { value, bytes: length, isUnknown };
};

/** What stands before the pictures: how long it is, and which streams it has. */
export const readWebm = async (source: ByteSource): Promise<MediaFacts> => {
  let durationMs: number | null = null;
  let streams: MediaFacts['streams'] = [];
  for await (const segment of elements(source, 0, source.sizeBytes)) {
    if (segment.id !== ids.segment) continue;
    for await (const element of elements(source, segment.start, segment.end)) {
      if (element.id === ids.info) durationMs = await durationOf(source, element);
      else if (element.id === ids.tracks) streams = await streamsOf(source, element);
      else if (element.id === ids.cluster) break;
    }
    return { durationMs, streams };
  }
  throw new MediaFormatError('it has no list of what is in it');
};

const wholeNumber = async (source: ByteSource, { start, end }: Element): Promise<number> =>
  (await source.read(start, Math.min(8, end - start))).reduce((sum, byte) => sum * 256 + byte, 0);

const floatNumber = async (source: ByteSource, { start, end }: Element): Promise<number> => {
  const { view } = await readBytes(source, start, end - start === 4 ? 4 : 8);
  return view.byteLength === 4 ? view.getFloat32(0) : view.getFloat64(0);
};

const durationOf = async (source: ByteSource, info: Element): Promise<number | null> => {
  let scaleNs = 1_000_000;
  let duration: number | null = null;
  for await (const element of elements(source, info.start, info.end)) {
    if (element.id === ids.scale) scaleNs = await wholeNumber(source, element);
    else if (element.id === ids.duration) duration = await floatNumber(source, element);
  }
  return duration === null ? null : (duration * scaleNs) / 1e6;
};

const streamsOf = async (source: ByteSource, tracks: Element): Promise<MediaFacts['streams']> => {
  const streams: MediaFacts['streams'] = [];
  for await (const track of elements(source, tracks.start, tracks.end)) {
    if (track.id !== ids.track) continue;
    let type = 0;
    let codec = '';
    let facts: Partial<MediaFacts['streams'][number]> = {};
    for await (const element of elements(source, track.start, track.end)) {
      if (element.id === ids.type) type = await wholeNumber(source, element);
      else if (element.id === ids.codec) {
        const length = Math.min(40, element.end - element.start);
        codec = (await readBytes(source, element.start, length)).text(0, length);
      } else if (element.id === ids.video || element.id === ids.audio)
        facts = { ...facts, ...(await sizesOf(source, element)) };
    }
    const kind = type === 1 ? 'video' : type === 2 ? 'audio' : null;
    if (kind !== null) streams.push({ kind, codec: codecs[codec] ?? codec.replace(/^[VA]_/, ''), ...facts });
  }
  return streams;
};

const sizesOf = async (
  source: ByteSource,
  stream: Element,
): Promise<Partial<MediaFacts['streams'][number]>> => {
  const facts: Partial<MediaFacts['streams'][number]> = {};
  for await (const element of elements(source, stream.start, stream.end)) {
    if (element.id === ids.width) facts.width = await wholeNumber(source, element);
    else if (element.id === ids.height) facts.height = await wholeNumber(source, element);
    else if (element.id === ids.channels) facts.channels = await wholeNumber(source, element);
    else if (element.id === ids.rate) facts.sampleRate = await floatNumber(source, element);
  }
  return facts;
};
