import { ArtifactFormatError } from './artifact-format-error.ts';

/** The bytes are no ZIP archive that is read here; the message says what is wrong, without naming a file. */
export class ZipFormatError extends ArtifactFormatError {
  override readonly name = 'ZipFormatError';
}

export interface ZipEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Where the entry's own header begins, in the archive. */
  readonly headerOffset: number;
}

/** Where the list of entries lies in an archive. */
export interface ZipDirectoryPlace {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly entryCount: number;
}

/** How many bytes at an archive's end hold what says where its directory is: the record, its longest comment and the ZIP64 records. */
export const zipEndBytes = 22 + 65_535 + 20 + 56;

const endSignature = 0x06054b50;
const wideLocatorSignature = 0x07064b50;
const wideEndSignature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const wide = (view: DataView, offset: number): number => Number(view.getBigUint64(offset, true));

/**
 * Finds the directory from the last bytes of an archive of `sizeBytes`. Errors: `ZipFormatError` when there is none, as in a file that
 * breaks off. Source: APPNOTE.TXT 6.3.10 (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT)
 */
export const findZipDirectory = (end: Uint8Array, sizeBytes: number): ZipDirectoryPlace => {
  const view = viewOf(end);
  for (let at = end.length - 22; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== endSignature) continue;
    const place = wideDirectory(view, at, sizeBytes) ?? {
      entryCount: view.getUint16(at + 10, true),
      sizeBytes: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    if (place.offset + place.sizeBytes > sizeBytes)
      throw new ZipFormatError('its list of files lies beyond its end');
    return place;
  }
  throw new ZipFormatError('it has no list of files at its end, so it is damaged or breaks off');
};

const wideDirectory = (view: DataView, end: number, sizeBytes: number): ZipDirectoryPlace | undefined => {
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== wideLocatorSignature) return undefined;
  const at = wide(view, locator + 8) - (sizeBytes - view.byteLength);
  if (at < 0 || at + 56 > view.byteLength || view.getUint32(at, true) !== wideEndSignature)
    throw new ZipFormatError('its list of files cannot be found');
  return { entryCount: wide(view, at + 32), sizeBytes: wide(view, at + 40), offset: wide(view, at + 48) };
};

/** The entries of a directory, at most `limit` of them. */
export const readZipDirectory = (bytes: Uint8Array, limit: number): ZipEntry[] => {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + 46 <= bytes.length && entries.length < limit) {
    if (view.getUint32(at, true) !== entrySignature) throw new ZipFormatError('its list of files is damaged');
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const next = at + 46 + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (next > bytes.length) throw new ZipFormatError('its list of files is damaged');
    const flags = view.getUint16(at + 8, true);
    entries.push({
      path: nameOf(bytes.subarray(at + 46, at + 46 + nameBytes), (flags & 0x800) !== 0),
      method: view.getUint16(at + 10, true),
      isEncrypted: (flags & 1) !== 0,
      ...sizesOf(view, at, at + 46 + nameBytes, extraBytes),
    });
    at = next;
  }
  return entries;
};

const beyond = 0xffffffff;

/** Sizes of 4 GiB and more stand in an extra field, those that need it, in this order. */
const sizesOf = (view: DataView, entry: number, extra: number, extraBytes: number) => {
  const plain = [
    view.getUint32(entry + 24, true),
    view.getUint32(entry + 20, true),
    view.getUint32(entry + 42, true),
  ];
  for (let at = extra; at + 4 <= extra + extraBytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const [index, size] of plain.entries()) {
      if (size !== beyond || field + 8 > extra + extraBytes) continue;
      plain[index] = wide(view, field);
      field += 8;
    }
  }
  return { sizeBytes: plain[0]!, packedBytes: plain[1]!, headerOffset: plain[2]! };
};

const utf8 = new TextDecoder('utf-8');
const latin1 = new TextDecoder('latin1');

const nameOf = (bytes: Uint8Array, isUtf8: boolean): string => (isUtf8 ? utf8 : latin1).decode(bytes);

/** How many bytes lie between an entry's own header and its data; `header` is its first 30 bytes. */
export const zipDataOffset = (header: Uint8Array): number => {
  const view = viewOf(header);
  if (header.length < 30 || view.getUint32(0, true) !== localSignature)
    throw new ZipFormatError('a file in it is not where its list says');
  return 30 + view.getUint16(26, true) + view.getUint16(28, true);
};
