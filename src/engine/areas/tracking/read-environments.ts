import { readFile } from 'node:fs/promises';
import { EngineError } from '../../../shared/errors.ts';
import type { RunEnvironment } from '../../../shared/model/run-environment.ts';
import { cudaOfPackages } from '../../core/environment/cuda-of-packages.ts';
import { readPackages } from '../../core/environment/read-packages.ts';
import { machineOfWandbMetadata, machineOfWandbTags } from '../../core/environment/wandb-machine.ts';
import type { ObjectStore, Reader } from '../../ports/store-handles.ts';
import { linkedPlaceOf } from '../../store/artifact-place.ts';
import {
  type EnvironmentFile,
  environmentFilesOf,
  type RunOrigin,
  wandbTagsOf,
} from '../../store/run-origins.ts';

type Facts = Readonly<Record<string, string>>;

/** Lists of packages are short; what is not one is not read for it. */
const maxListBytes = 1_000_000;

const wandbMetadata = 'wandb-metadata.json';

/** On which machine and with which packages runs were made, as far as anything they left says it, in the order of `origins`. */
export const readEnvironments = async (
  reader: Reader,
  objects: Pick<ObjectStore, 'read'>,
  origins: readonly RunOrigin[],
): Promise<RunEnvironment[]> => {
  const ids = origins.map(({ id }) => id);
  const files = await filesOf(reader, objects, ids);
  const tags = wandbTagsOf(reader, ids);
  return origins.map(({ id, environmentJson, recordedBy }) => {
    const { python, ...packages } = files.packages.get(id) ?? {};
    const cuda = cudaOfPackages(packages);
    const fromWandb = { ...machineOfWandbTags(tags.get(id) ?? {}), ...files.wandb.get(id) };
    return {
      recordedBy: Object.keys(fromWandb).length > 0 ? 'wandb' : recordedBy,
      machine: {
        ...fromWandb,
        ...recordedFacts(JSON.parse(environmentJson) as Facts),
        ...(python !== undefined && { python }),
        ...(cuda !== null && { 'cuda (packages)': cuda }),
      },
      packages: files.packages.has(id) ? packages : null,
    };
  });
};

/** Earlier trainings recorded the processor's cores before its name. */
const recordedFacts = (facts: Facts): Facts => {
  const [, cores, cpu] = /^(\d+) × (.*)$/.exec(facts.cpu ?? '') ?? [];
  return cores === undefined || cpu === undefined ? facts : { ...facts, cpu, cores };
};

/** Runs of one project mostly share these files: each content is read once. */
const filesOf = async (reader: Reader, objects: Pick<ObjectStore, 'read'>, runIds: readonly string[]) => {
  const texts = new Map<string, string>();
  const packages = new Map<string, Facts>();
  const wandb = new Map<string, Facts>();
  for (const file of environmentFilesOf(reader, runIds)) {
    const { id, path, digest, sizeBytes } = file;
    if (sizeBytes > maxListBytes) continue;
    const text =
      digest === null
        ? await textInSource(reader, file)
        : (texts.get(digest) ?? new TextDecoder().decode(await objects.read(digest)));
    if (text === null) continue;
    if (digest !== null) texts.set(digest, text);
    if (path.endsWith(wandbMetadata)) wandb.set(id, { ...wandb.get(id), ...machineOfWandbMetadata(text) });
    else packages.set(id, { ...packages.get(id), ...readPackages(path, text) });
  }
  return { packages, wandb };
};

/** Null where the source does not have the file any more. */
const textInSource = async (
  reader: Reader,
  { ownerType, ownerId, path }: EnvironmentFile,
): Promise<string | null> => {
  try {
    const place = linkedPlaceOf(reader, { type: ownerType, id: ownerId }, path);
    return place === undefined ? null : await readFile(place.file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof EngineError) return null;
    throw thrown;
  }
};
