import { constants, createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { trackingContract } from '../../../shared/contract/tracking.ts';
import { EngineError } from '../../../shared/errors.ts';
import { thinPoints } from '../../core/series/thin-points.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { type ArtifactPlace, artifactPlaceOf } from '../../store/artifact-place.ts';
import { listExperiments } from '../../store/experiments.ts';
import { historyOf, metricKeysOf, readValue } from '../../store/run-metrics.ts';
import * as runs from '../../store/runs.ts';
import { namedRun } from './named-run.ts';
import { readRunDetail } from './read-run-detail.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'changed' | 'settings' | 'paths'>;

/**
 * Experiments and runs: details, histories, comparisons, artifacts. Tables of runs are in create-run-lists-area.ts, what people change
 * of runs in create-run-edits-area.ts. What writes runs are jobs and tracking clients.
 */
export const createTrackingArea = ({ store, objects, changed, settings, paths }: Services) => {
  const { reader } = store;

  const runOf = (reference: string): runs.RunRecord => namedRun(reader, reference);

  const placeOf = (reference: string, path: string): ArtifactPlace => {
    const { id } = runOf(reference);
    const place = artifactPlaceOf(reader, id, path);
    if (place !== undefined) return place;
    const artifacts = runs.artifactsOf(reader, id);
    throw new EngineError(
      'not-found',
      `The run has no artifact “${path}”. It has: ${artifacts.map((artifact) => artifact.path).join(', ') || 'none'}.`,
    );
  };

  const handlers = {
    'experiments.list': () =>
      listExperiments(reader).map((experiment) => ({ ...experiment, id: String(experiment.id) })),

    'runs.get': ({ run }) => readRunDetail(reader, runOf(run)),

    'runs.history': ({ runs: references, keys, maxPoints }) =>
      references.flatMap((reference) => {
        const { id } = runOf(reference);
        return (keys ?? metricKeysOf(reader, id)).map((key) => {
          const points = historyOf(reader, id, key).map((row) => ({
            step: row.step,
            value: readValue(row),
            timestampMs: row.timestamp_ms,
          }));
          return { runId: id, key, points: thinPoints(points, maxPoints), totalPoints: points.length };
        });
      }),

    'runs.artifacts': ({ run }) => runs.artifactsOf(reader, runOf(run).id),

    'runs.readArtifact': async ({ run, path, maxBytes }) => {
      const place = placeOf(run, path);
      const { sizeBytes } = place;
      const head =
        place.kind === 'object'
          ? await readHead(objects.pathOf(place.digest), { start: 0, bytes: Math.min(maxBytes, sizeBytes) })
          : await readHead(place.file, { start: place.start, bytes: Math.min(maxBytes, sizeBytes) });
      return {
        // Streaming leaves out a character that the cut goes through.
        text: head.includes(0) ? null : new TextDecoder().decode(head, { stream: true }),
        sizeBytes,
        isTruncated: sizeBytes > head.length,
      };
    },

    'runs.saveArtifact': async ({ run, path, destination }) => {
      const place = placeOf(run, path);
      const target = resolve(paths.folder, destination);
      await explained(target, async () =>
        place.kind === 'object'
          ? copyFile(await objects.verified(place.digest), target, constants.COPYFILE_EXCL)
          : copyPart(place, target),
      );
      return { path: target, sizeBytes: place.sizeBytes };
    },

    'metrics.setGoal': ({ metric, goal }) => {
      settings.setMetricGoal(metric, goal);
      changed('runs', []);
      return {};
    },
  } satisfies Handlers<typeof trackingContract>;
  return { handlers };
};

/** What is stored is kept from being written; the copy is the user's own. */
const explained = async (target: string, copy: () => Promise<void>): Promise<void> => {
  try {
    await copy();
    await chmod(target, 0o644);
  } catch (thrown) {
    const details = { path: target };
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new EngineError('already-exists', `${target} exists already. Choose another name.`, { details });
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new EngineError('not-found', `There is no folder ${dirname(target)}. Make it first.`, {
        details,
      });
    throw thrown;
  }
};

/** A file of a source, or the part of one that the artifact is. */
const copyPart = async (
  { file, start, sizeBytes }: Extract<ArtifactPlace, { kind: 'linked' }>,
  target: string,
): Promise<void> => {
  const content =
    sizeBytes === 0 ? Readable.from([]) : createReadStream(file, { start, end: start + sizeBytes - 1 });
  await pipeline(content, createWriteStream(target, { flags: 'wx' }));
};

const readHead = async (
  file: string,
  { start, bytes }: { start: number; bytes: number },
): Promise<Uint8Array> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};
