import { endingOf, type Found, of, refused, save, textAt } from '../found-type.ts';
import type { SampledFile } from '../sampled-file.ts';

/** Recordings and films that are told by more than their first bytes, and what is kept in the same wrappings. */
export const mediaBy = (file: SampledFile): Found | undefined => {
  const start = textAt(file, 0, 12);
  if (start.startsWith('RIFF')) return riffBy(start.slice(8));
  if (start.startsWith('OggS')) return oggBy(textAt(file, 28, 8));
  if (start.slice(4, 8) === 'ftyp') return mp4By(start.slice(8), endingOf(file.path));
  if (start.startsWith('\x1aE\xdf\xa3')) return matroskaBy(textAt(file, 0, 64));
  if (isMpegAudio(file)) return of('audio', 'MP3 recording', 'audio/mpeg');
  return undefined;
};

const riffBy = (form: string): Found | undefined => {
  if (form === 'WEBP') return of('image', 'WebP image', 'image/webp');
  if (form === 'WAVE') return of('audio', 'WAV recording', 'audio/wav');
  return form === 'AVI '
    ? refused('AVI film', `AVI is not played; store it as MP4 or WebM. ${save}`)
    : undefined;
};

/** The first packet of the first stream says what it is. */
const oggBy = (packet: string): Found => {
  if (packet.startsWith('OpusHead')) return of('audio', 'Opus recording', 'audio/ogg');
  if (packet.startsWith('\x80theora')) return of('video', 'Ogg film', 'video/ogg');
  return of('audio', 'Ogg recording', 'audio/ogg');
};

const mp4By = (brand: string, ending: string): Found => {
  if (brand === 'avif' || brand === 'avis') return of('image', 'AVIF image', 'image/avif');
  if (/^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))
    return refused('HEIC image', `HEIC is not shown. ${save}`);
  if (/^M4[AB] $/.test(brand) || ending === 'm4a' || ending === 'm4b')
    return of('audio', 'M4A recording', 'audio/mp4');
  return brand === 'qt  '
    ? of('video', 'QuickTime film', 'video/quicktime')
    : of('video', 'MP4 film', 'video/mp4');
};

const matroskaBy = (head: string): Found =>
  head.includes('webm')
    ? of('video', 'WebM film', 'video/webm')
    : of('video', 'Matroska film', 'video/x-matroska');

/** A frame of MPEG audio, layer III: eleven bits set, and no field with a value that is reserved. */
const isMpegAudio = ({ head }: SampledFile): boolean => {
  if (head.length < 4 || head[0] !== 0xff || (head[1]! & 0xe6) !== 0xe2) return false;
  const [bitRate, sampleRate] = [head[2]! >> 4, (head[2]! >> 2) & 3];
  return ((head[1]! >> 3) & 3) !== 1 && bitRate !== 0 && bitRate !== 15 && sampleRate !== 3;
};
