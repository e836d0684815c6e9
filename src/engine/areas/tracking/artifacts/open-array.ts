import { EngineError } from '../../../../shared/errors.ts';
import type { ArrayFacts } from '../../../../shared/model/artifact-content.ts';
import { gridLayout } from '../../../core/artifacts/array-layout.ts';
import { longestNpyHeader, type NpyHeader, readNpyHeader } from '../../../core/artifacts/npy-header.ts';
import { type ByteSource, partOf } from './byte-source.ts';
import { openMembers } from './read-archive.ts';

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

/** The array of a `.npy`, or the one of this name in a `.npz`. Error `not-found` for a name that is not there. */
export const openMember = async (source: ByteSource, member: string | null): Promise<OpenArray> => {
  if (!(await isArchive(source))) return openArray(source);
  const members = await openMembers(source);
  const open = members.get(member ?? '');
  if (open !== undefined) return openArray(await open());
  throw new EngineError(
    'not-found',
    `There is no array “${member ?? ''}” in the file. It has: ${[...members.keys()].join(', ') || 'none'}.`,
  );
};

/** What every array of a file is, without its values. */
export const describeArrays = async (source: ByteSource): Promise<ArrayFacts[]> => {
  if (!(await isArchive(source))) return [factsOf(null, await openArray(source))];
  const facts: ArrayFacts[] = [];
  for (const [name, open] of await openMembers(source))
    facts.push(factsOf(name, await openArray(await open())));
  return facts;
};

const factsOf = (member: string | null, { header, data }: OpenArray): ArrayFacts => {
  const { descr, shape, isFortran, type, refusal } = header;
  const { rows, columns, sliceCount } = gridLayout(shape, isFortran);
  return {
    ...{ member, descr, refusal, sliceCount },
    typeName: type?.name ?? descr,
    shape: [...shape],
    order: isFortran ? 'Fortran' : 'C',
    sizeBytes: data.sizeBytes,
    grid: { rows, columns },
  };
};
