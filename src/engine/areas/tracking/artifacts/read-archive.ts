import { promisify } from 'node:util';
import { constants, inflateRaw } from 'node:zlib';
import type { ArchiveListing } from '../../../../shared/model/artifact-content.ts';
import { type ZipEntry, ZipFormatError } from '../../../core/artifacts/zip-directory.ts';
import { type ByteSource, inMemory } from './byte-source.ts';
import { packedBytes, readEntries } from './zip-entries.ts';

const inflate = promisify(inflateRaw);

/** Arrays that are compressed are unpacked into memory. */
const largestMember = 256 * 2 ** 20;

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

/** An array of a `.npz`. */
export interface ArchiveMember {
  readonly sizeBytes: number;
  /** Its first bytes; of a compressed one as many as a little of the archive unpacks to. */
  head(length: number): Promise<Uint8Array>;
  /** All of it; a compressed one is unpacked into memory. */
  open(): Promise<ByteSource>;
  readonly isCompressed: boolean;
}

/** The arrays of a `.npz`, by name. */
export const readMembers = async (source: ByteSource): Promise<Map<string, ArchiveMember>> => {
  const { entries } = await readEntries(source);
  const arrays = entries.filter(({ path }) => path.endsWith('.npy'));
  return new Map(arrays.map((entry) => [entry.path.slice(0, -'.npy'.length), memberOf(source, entry)]));
};

const memberOf = (source: ByteSource, entry: ZipEntry): ArchiveMember => ({
  sizeBytes: entry.sizeBytes,
  isCompressed: entry.method !== 0,
  head: async (length) => {
    const packed = await packedBytes(source, entry);
    return entry.method === 0 ? packed.read(0, length) : unpackHead(packed, entry);
  },
  open: async () => {
    const packed = await packedBytes(source, entry);
    return entry.method === 0 ? packed : inMemory(await unpack(packed, entry));
  },
});

/** Deflate packs a thousand to one at best, so that this much is never more than some megabytes. */
const headPackedBytes = 8192;

const unpackHead = async (packed: ByteSource, { path }: ZipEntry): Promise<Uint8Array> => {
  try {
    // The part ends in the middle of the stream, which is then no error.
    return await inflate(await packed.read(0, headPackedBytes), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new ZipFormatError(`“${path}” is damaged`);
  }
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
