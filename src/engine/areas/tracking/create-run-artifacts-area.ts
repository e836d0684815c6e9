import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { runArtifactsContract } from '../../../shared/contract/run-artifacts.ts';
import { EngineError } from '../../../shared/errors.ts';
import { groupImages } from '../../../shared/model/image-series.ts';
import { readMediaFacts } from '../../core/artifacts/media/read-media-facts.ts';
import type { CallContext, Handlers } from '../../ports/call.ts';
import type { FilePart } from '../../ports/file-part.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { type ArtifactPlace, artifactPlaceOf } from '../../store/artifact-place.ts';
import { artifactsOf } from '../../store/runs.ts';
import type { WorkerRequest } from '../../supervision/worker-protocol.ts';
import type { ArtifactMethods } from './artifacts/artifact-methods.ts';
import { createArtifactWorkerClient } from './artifacts/artifact-worker-client.ts';
import { type ByteSource, withPart } from './artifacts/byte-source.ts';
import { describeFile } from './artifacts/describe-file.ts';
import { createArrayReading, describeArrays, type OpenArray } from './artifacts/open-array.ts';
import { listArchive } from './artifacts/read-archive.ts';
import { readGrid, readStatistics } from './artifacts/read-array.ts';
import { readArrayImage } from './artifacts/read-array-image.ts';
import { readModelGraph } from './artifacts/read-model-graph.ts';
import { createTableReading } from './artifacts/read-table.ts';
import { listTensors } from './artifacts/read-tensors.ts';
import { readTextPart } from './artifacts/read-text-part.ts';
import { saying } from './artifacts/unreadable.ts';
import { namedRun } from './named-run.ts';
import { writeNewFile } from './write-new-file.ts';

type Services = Pick<
  ProjectServices,
  'store' | 'objects' | 'unfinished' | 'paths' | 'data' | 'children' | 'logger'
>;

interface Named {
  readonly run: string;
  readonly path: string;
}

/** The files that runs left: what they are, what is in them, and copies of them. */
export const createRunArtifactsArea = ({
  store,
  objects,
  unfinished: files,
  paths,
  data,
  children,
  logger,
}: Services) => {
  const { reader } = store;
  const worker = createArtifactWorkerClient({ children, logger });
  const tables = createTableReading(data, worker);
  const arrays = createArrayReading();

  /** Only a path that was logged is one, so that none can lead anywhere else. */
  const placeOf = ({ run, path }: Named): ArtifactPlace => {
    const { id } = namedRun(reader, run);
    const place = artifactPlaceOf(reader, id, path);
    if (place !== undefined) return place;
    const others = artifactsOf(reader, id).map((artifact) => artifact.path);
    throw new EngineError('not-found', `The run has no artifact “${path}”. It has: ${shownList(others)}.`);
  };

  /** For a look: the bytes are not checked against their digest first, which would read all of them. */
  const fileOf = (named: Named): FilePart => {
    const place = placeOf(named);
    const { sizeBytes } = place;
    return place.kind === 'linked'
      ? { file: place.file, start: place.start, sizeBytes }
      : { file: objects.pathOf(place.digest), start: 0, sizeBytes };
  };

  /** Opens an artifact for `work`; what is wrong with it is said of its path. */
  const opened = <Result>(
    named: Named,
    work: (source: ByteSource, file: string) => Promise<Result>,
  ): Promise<Result> =>
    saying(named.path, () => {
      const part = fileOf(named);
      return withPart(part, (source) => work(source, part.file));
    });

  const withArray = <Result>(
    { member, ...named }: Named & { member: string | null },
    work: (array: OpenArray) => Promise<Result>,
  ): Promise<Result> => opened(named, async (source, file) => work(await arrays.open(file, source, member)));

  const describe = async (named: Named) => {
    const part = fileOf(named);
    return { ...(await withPart(part, (source) => describeFile(named.path, source))), ...part };
  };

  const tableOf = async ({ sheet, ...named }: Named & { sheet: string | null }) => {
    const { mediaType, file, start, sizeBytes } = await describe(named);
    const { mtimeMs } = await stat(file);
    const part = { file, start, sizeBytes };
    return { part, modifiedAtMs: mtimeMs, path: named.path, mediaType, sheet };
  };

  /** Asks the worker about an artifact. */
  const askOf = <Name extends keyof ArtifactMethods>(
    method: Name,
    named: Named,
    rest: Omit<WorkerRequest<ArtifactMethods, Name>, 'path' | 'part'>,
    context?: CallContext,
  ) =>
    worker.call(
      method,
      { ...rest, path: named.path, part: fileOf(named) } as WorkerRequest<ArtifactMethods, Name>,
      named.path,
      context,
    );

  const handlers = {
    'runs.artifacts': ({ run }) => artifactsOf(reader, namedRun(reader, run).id),

    'runs.describeArtifact': async (named) => {
      const { file, start, sizeBytes, ...type } = await describe(named);
      return { ...type, file, start, sizeBytes };
    },

    'runs.readArtifact': ({ offset, maxBytes, ...named }) =>
      opened(named, (source) => readTextPart(source, offset, maxBytes)),

    'runs.saveArtifact': async ({ run, path, destination, overwrite }) => {
      const place = placeOf({ run, path });
      const out = resolve(paths.folder, destination);
      const { sizeBytes } = await writeNewFile({ out, overwrite, unfinished: files }, async (unfinished) => {
        if (place.kind === 'object') await copyFile(await objects.verified(place.digest), unfinished);
        else await copyPart(place, unfinished);
        // What is stored is kept from being written; the copy is the user's own.
        await chmod(unfinished, 0o644);
      });
      return { path: out, sizeBytes };
    },

    'runs.openTable': async (named, context) => tables.open(await tableOf(named), context),
    'runs.countTableRows': async (named, context) => ({
      rowCount: await tables.countRows(await tableOf(named), context),
    }),
    'runs.tableRows': async ({ run, path, sheet, ...window }, context) => ({
      rows: await tables.rows(await tableOf({ run, path, sheet }), window, context),
    }),
    'runs.sheets': (named, context) => askOf('sheets', named, {}, context),

    'runs.arrays': (named) => opened(named, describeArrays),
    'runs.arrayStatistics': (named, context) => withArray(named, (array) => readStatistics(array, context)),
    'runs.arrayRows': async ({ run, path, member, ...window }) => ({
      rows: await withArray({ run, path, member }, (array) => readGrid(array, window)),
    }),
    'runs.arrayImage': ({ image, ...named }) => withArray(named, (array) => readArrayImage(array, image)),

    'runs.hdfObjects': (named, context) => askOf('hdf5Objects', named, {}, context),
    'runs.hdfObject': ({ object, ...named }, context) => askOf('hdf5Object', named, { object }, context),
    'runs.hdfStatistics': ({ object, ...named }, context) =>
      askOf('hdf5Statistics', named, { object }, context),
    'runs.hdfRows': async ({ run, path, ...wanted }, context) => ({
      rows: await askOf('hdf5Rows', { run, path }, wanted, context),
    }),

    'runs.mediaFacts': (named) =>
      opened(named, async (source) =>
        readMediaFacts((await describeFile(named.path, source)).mediaType, source),
      ),

    'runs.modelGraph': (named) => opened(named, readModelGraph),
    'runs.listArchive': (named) => opened(named, listArchive),
    'runs.listTensors': (named) => opened(named, listTensors),

    'runs.imageSeries': ({ runs }) =>
      groupImages(
        runs.flatMap((run) => {
          const { id } = namedRun(reader, run);
          return artifactsOf(reader, id).map((artifact) => ({ ...artifact, runId: id }));
        }),
      ),
  } satisfies Handlers<typeof runArtifactsContract>;
  return { handlers, close: worker.close };
};

const mostNamed = 20;

const shownList = (paths: readonly string[]): string => {
  if (paths.length === 0) return 'none';
  const rest = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '';
  return `${paths.slice(0, mostNamed).join(', ')}${rest}`;
};

/** A file of a source, or the part of one that the artifact is. */
const copyPart = async ({ file, start, sizeBytes }: FilePart, target: string): Promise<void> => {
  const content =
    sizeBytes === 0 ? Readable.from([]) : createReadStream(file, { start, end: start + sizeBytes - 1 });
  await pipeline(content, createWriteStream(target));
};
