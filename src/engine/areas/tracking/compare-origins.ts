import { readFile } from 'node:fs/promises';
import { EngineError } from '../../../shared/errors.ts';
import { columnDifference } from '../../../shared/model/comparison/column-difference.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { readPackages } from '../../core/comparison/read-packages.ts';
import type { ObjectStore, Reader } from '../../ports/store-handles.ts';
import { linkedPlaceOf } from '../../store/artifact-place.ts';
import { type PackageFile, packageFilesOf, type RunOrigin, runOriginsOf } from '../../store/run-origins.ts';

export interface TextRow {
  name: string;
  values: (string | null)[];
  differs: boolean;
}

export const textRow = (name: string, values: readonly (string | null | undefined)[]): TextRow => ({
  name,
  values: values.map((value) => value ?? null),
  differs: columnDifference(values) !== 'same',
});

/** What differs first, each part by name. */
const rowsOf = (records: readonly Readonly<Record<string, string>>[]): TextRow[] =>
  [...new Set(records.flatMap((record) => Object.keys(record)))]
    .sort()
    .map((name) =>
      textRow(
        name,
        records.map((record) => record[name]),
      ),
    )
    .sort((a, b) => Number(b.differs) - Number(a.differs));

/** Code and environment of runs side by side, as far as they were recorded. */
export const compareOrigins = async (
  reader: Reader,
  objects: Pick<ObjectStore, 'read'>,
  runIds: readonly string[],
) => {
  const origins = runOriginsOf(reader, runIds);
  const packages = await packagesOf(reader, objects, runIds);
  const codes = origins.map(codeOf);
  return {
    environment: rowsOf(
      origins.map(({ id, environmentJson }) => ({
        ...(JSON.parse(environmentJson) as Record<string, string>),
        ...packages.get(id),
      })),
    ),
    code: rowsOf(codes.map(({ facts }) => facts)),
    patches: codes.map(({ patch }) => patch),
  };
};

const codeOf = ({ codeJson, taggedCommit, taggedBranch, taggedSource }: RunOrigin) => {
  const code = codeJson === null ? null : (JSON.parse(codeJson) as NonNullable<RunDetail['code']>);
  const facts = {
    commit: code?.commit ?? taggedCommit,
    branch: code?.branch ?? taggedBranch,
    remote: code?.remote,
    source: taggedSource,
    'uncommitted changes': code === null ? null : code.isDirty ? 'yes' : 'none',
  };
  return {
    facts: Object.fromEntries(
      Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    patch: code?.patchArtifact ?? null,
  };
};

/** Runs of one project mostly share these files: each content is read once. */
const packagesOf = async (
  reader: Reader,
  objects: Pick<ObjectStore, 'read'>,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> => {
  const files = packageFilesOf(reader, runIds);
  const texts = new Map<string, string>();
  const found = new Map<string, Readonly<Record<string, string>>>();
  for (const file of files) {
    const { id, path, digest } = file;
    const text =
      digest === null
        ? await textInSource(reader, file)
        : (texts.get(digest) ?? new TextDecoder().decode(await objects.read(digest)));
    if (digest !== null) texts.set(digest, text);
    found.set(id, { ...found.get(id), ...readPackages(path, text) });
  }
  return found;
};

/** Lists of packages are short; what is not one is not read for it. */
const maxListBytes = 1_000_000;

/** Empty where the source does not have the file any more. */
const textInSource = async (reader: Reader, { ownerType, ownerId, path }: PackageFile): Promise<string> => {
  try {
    const place = linkedPlaceOf(reader, { type: ownerType, id: ownerId }, path);
    return place === undefined || place.sizeBytes > maxListBytes ? '' : await readFile(place.file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof EngineError) return '';
    throw thrown;
  }
};
