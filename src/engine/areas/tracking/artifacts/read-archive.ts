import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { ArchiveListing } from '../../../../shared/model/artifact-content.ts';
import {
  findZipDirectory,
  readZipDirectory,
  type ZipEntry,
  ZipFormatError,
  zipDataOffset,
  zipEndBytes,
} from '../../../core/artifacts/zip-directory.ts';
import { type ByteSource, inMemory, partOf } from './byte-source.ts';

const inflate = promisify(inflateRaw);

const mostEntries = 5000;
const longestDirectory = 64 * 2 ** 20;
/** Arrays that are compressed are unpacked into memory. */
const largestMember = 256 * 2 ** 20;

const readEntries = async (source: ByteSource): Promise<{ entries: ZipEntry[]; entryCount: number }> => {
  const end = await source.read(Math.max(0, source.sizeBytes - zipEndBytes), zipEndBytes);
  const place = findZipDirectory(end, source.sizeBytes);
  const bytes = await source.read(place.offset, Math.min(place.sizeBytes, longestDirectory));
  return { entries: readZipDirectory(bytes, mostEntries), entryCount: place.entryCount };
};

/** What a ZIP archive says is in it. Nothing is unpacked. */
export const listArchive = async (source: ByteSource): Promise<ArchiveListing> => {
  const { entries, entryCount } = await readEntries(source);
  return {
    entries: entries.map(({ path, sizeBytes, packedBytes }) => ({
      ...{ path, sizeBytes, packedBytes },
      isFolder: path.endsWith('/'),
    })),
    entryCount: Math.max(entryCount, entries.length),
    warnings: warningsOf(entries),
  };
};

const leadsOutside = ({ path }: ZipEntry): boolean => /^[\\/]|^[a-z]:|(^|[\\/])\.\.([\\/]|$)/i.test(path);

const warningsOf = (entries: readonly ZipEntry[]): string[] => [
  ...(entries.some(leadsOutside)
    ? ['Names in it lead out of the folder it is unpacked into; unpack it with care.']
    : []),
  ...(entries.some(({ path }) => /(^|\/)data\.pkl$/.test(path))
    ? ['It holds a pickle. A pickle runs code when it is read; load it only if you trust who wrote it.']
    : []),
];

/** The arrays of a `.npz`, by name, as sources of their bytes. */
export const openMembers = async (source: ByteSource): Promise<Map<string, () => Promise<ByteSource>>> => {
  const { entries } = await readEntries(source);
  const arrays = entries.filter(({ path }) => path.endsWith('.npy'));
  return new Map(
    arrays.map((entry) => [entry.path.slice(0, -'.npy'.length), () => openEntry(source, entry)]),
  );
};

const openEntry = async (source: ByteSource, entry: ZipEntry): Promise<ByteSource> => {
  const { headerOffset, packedBytes, method } = entry;
  if (entry.isEncrypted) throw new ZipFormatError('it is encrypted');
  const start = headerOffset + zipDataOffset(await source.read(headerOffset, 30));
  const packed = partOf(source, start, packedBytes);
  if (method === 0) return packed;
  if (method !== 8) throw new ZipFormatError(`“${entry.path}” is packed in a way that is not read`);
  return inMemory(await unpack(packed, entry));
};

const unpack = async (packed: ByteSource, { path, sizeBytes }: ZipEntry): Promise<Uint8Array> => {
  if (sizeBytes > largestMember || packed.sizeBytes > largestMember)
    throw new ZipFormatError(
      `“${path}” is compressed and larger than 256 MiB, too large to be unpacked for a look; save the file, or write it with numpy.savez`,
    );
  try {
    return await inflate(await packed.read(0, packed.sizeBytes), { maxOutputLength: Math.max(1, sizeBytes) });
  } catch {
    throw new ZipFormatError(`“${path}” is damaged, or larger than its list says`);
  }
};
