import { EngineError } from '../../../../shared/errors.ts';
import type { ArrayFacts } from '../../../../shared/model/artifact-content.ts';
import { gridLayout } from '../../../core/artifacts/array-layout.ts';
import { longestNpyHeader, type NpyHeader, readNpyHeader } from '../../../core/artifacts/npy-header.ts';
import { type ByteSource, partOf } from './byte-source.ts';
import { type ArchiveMember, readMembers } from './read-archive.ts';

/** An array of a NumPy file: what its header says, and its values' bytes. */
export interface OpenArray {
  readonly header: NpyHeader;
  readonly data: ByteSource;
}

const openArray = async (source: ByteSource): Promise<OpenArray> => {
  const header = readNpyHeader(await source.read(0, longestNpyHeader), source.sizeBytes);
  return { header, data: partOf(source, header.dataOffset, source.sizeBytes) };
};

const isArchive = async (source: ByteSource): Promise<boolean> => (await source.read(0, 1))[0] === 0x50;

/** How long the array that was unpacked last is kept, for the next page of its values. */
const keptMs = 30_000;

/** Arrays of NumPy files. */
export const createArrayReading = () => {
  let kept: { readonly key: string; readonly source: Promise<ByteSource> } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const unpacked = (key: string, member: ArchiveMember): Promise<ByteSource> => {
    if (kept?.key !== key) kept = { key, source: member.open() };
    clearTimeout(timer);
    timer = setTimeout(() => {
      kept = undefined;
    }, keptMs);
    timer.unref();
    return kept.source;
  };

  return {
    /** The array of a `.npy`, or the one of this name in a `.npz`. Error `not-found` for a name that is not there. */
    async open(file: string, source: ByteSource, name: string | null): Promise<OpenArray> {
      if (!(await isArchive(source))) return openArray(source);
      const members = await readMembers(source);
      const member = members.get(name ?? '');
      if (member === undefined)
        throw new EngineError(
          'not-found',
          `There is no array “${name ?? ''}” in the file. It has: ${[...members.keys()].join(', ') || 'none'}.`,
        );
      if (!member.isCompressed) return openArray(await member.open());
      return openArray(await unpacked(JSON.stringify([file, source.sizeBytes, name]), member));
    },
  };
};

/** What every array of a file is, without its values. */
export const describeArrays = async (source: ByteSource): Promise<ArrayFacts[]> => {
  if (!(await isArchive(source))) {
    const { header, data } = await openArray(source);
    return [factsOf(null, header, data.sizeBytes)];
  }
  const facts: ArrayFacts[] = [];
  for (const [name, member] of await readMembers(source)) {
    const header = readNpyHeader(await member.head(longestNpyHeader), member.sizeBytes);
    facts.push(factsOf(name, header, member.sizeBytes - header.dataOffset));
  }
  return facts;
};

const factsOf = (member: string | null, header: NpyHeader, sizeBytes: number): ArrayFacts => {
  const { descr, shape, isFortran, type, refusal } = header;
  const { rows, columns, sliceCount } = gridLayout(shape, isFortran);
  return {
    ...{ member, descr, refusal, sliceCount, sizeBytes },
    typeName: type?.name ?? descr,
    shape: [...shape],
    order: isFortran ? 'Fortran' : 'C',
    grid: { rows, columns },
  };
};
