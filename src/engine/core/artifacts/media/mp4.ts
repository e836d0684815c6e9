import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Bytes, readBytes } from './byte-reader.ts';
import { MediaFormatError } from './media-error.ts';

const codecs: Readonly<Record<string, string>> = {
  ...{ avc1: 'H.264', avc3: 'H.264', hvc1: 'H.265', hev1: 'H.265', av01: 'AV1', vp08: 'VP8', vp09: 'VP9' },
  ...{ mp4v: 'MPEG-4', mp4a: 'AAC', Opus: 'Opus', fLaC: 'FLAC', alac: 'ALAC', 'ac-3': 'AC-3', '.mp3': 'MP3' },
};

interface Box {
  readonly name: string;
  /** Of what is in it. */
  readonly start: number;
  readonly end: number;
}

const mostBoxes = 1000;

/** The boxes between two places, each with its size and name before it. */
async function* boxes(source: ByteSource, start: number, end: number): AsyncGenerator<Box> {
  let at = start;
  for (let count = 0; count < mostBoxes && at + 8 <= end; count += 1) {
    const { view, text } = await readBytes(source, at, 8);
    let sizeBytes = view.getUint32(0);
    let headBytes = 8;
    if (sizeBytes === 1) {
      sizeBytes = Number((await readBytes(source, at + 8, 8)).view.getBigUint64(0));
      headBytes = 16;
    } else if (sizeBytes === 0) sizeBytes = end - at;
    if (sizeBytes < headBytes) throw new MediaFormatError('what it says of itself is damaged');
    yield { name: text(4, 4), start: at + headBytes, end: Math.min(end, at + sizeBytes) };
    at += sizeBytes;
  }
}

const child = async (source: ByteSource, parent: Box, ...path: string[]): Promise<Box | null> => {
  const [name, ...rest] = path;
  for await (const box of boxes(source, parent.start, parent.end))
    if (box.name === name) return rest.length === 0 ? box : child(source, box, ...rest);
  return null;
};

/** A film says in its box `moov` how long it is and what is in it. Source: ISO/IEC 14496-12 */
export const readMp4 = async (source: ByteSource): Promise<MediaFacts> => {
  const file = { name: '', start: 0, end: source.sizeBytes };
  const movie = await child(source, file, 'moov');
  if (movie === null)
    throw new MediaFormatError('it has no list of what is in it, so it breaks off or was never finished');
  let durationMs: number | null = null;
  const streams: MediaFacts['streams'] = [];
  for await (const box of boxes(source, movie.start, movie.end)) {
    if (box.name === 'mvhd') durationMs = await durationOf(source, box);
    else if (box.name === 'trak') {
      const stream = await streamOf(source, box);
      if (stream !== null) streams.push(stream);
    }
  }
  return { durationMs, streams };
};

/** null for a film that is made of pieces, each of which has its own. */
const durationOf = async (source: ByteSource, { start }: Box): Promise<number | null> => {
  const { view } = await readBytes(source, start, 32);
  const isWide = view.getUint8(0) === 1;
  const scale = view.getUint32(isWide ? 20 : 12);
  const duration = isWide ? Number(view.getBigUint64(24)) : view.getUint32(16);
  return scale === 0 || duration === 0 ? null : (duration / scale) * 1000;
};

const streamOf = async (source: ByteSource, track: Box): Promise<MediaFacts['streams'][number] | null> => {
  const handler = await child(source, track, 'mdia', 'hdlr');
  const samples = await child(source, track, 'mdia', 'minf', 'stbl', 'stsd');
  if (handler === null || samples === null) return null;
  const kind = (await readBytes(source, handler.start, 12)).text(8, 4);
  if (kind !== 'vide' && kind !== 'soun') return null;
  const entry = await readBytes(source, samples.start + 8, 36);
  return kind === 'vide' ? videoOf(entry) : audioOf(entry);
};

const codecOf = ({ text }: Bytes): string => codecs[text(4, 4)] ?? text(4, 4).trim();

const videoOf = (entry: Bytes): MediaFacts['streams'][number] => ({
  ...{ kind: 'video', codec: codecOf(entry) },
  ...{ width: entry.view.getUint16(32), height: entry.view.getUint16(34) },
});

const audioOf = (entry: Bytes): MediaFacts['streams'][number] => ({
  ...{ kind: 'audio', codec: codecOf(entry) },
  ...{ channels: entry.view.getUint16(24), sampleRate: entry.view.getUint16(32) },
});
