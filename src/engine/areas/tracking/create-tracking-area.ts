import { constants } from 'node:fs';
import { chmod, copyFile, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { trackingContract } from '../../../shared/contract/tracking.ts';
import { EngineError } from '../../../shared/errors.ts';
import { metricGoalOf } from '../../../shared/model/metric-goal.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { QueryError } from '../../../shared/query/query-error.ts';
import { type QuerySurroundings, resolveQuery } from '../../../shared/query/resolve.ts';
import { thinPoints } from '../../core/series/thin-points.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { listExperiments } from '../../store/experiments.ts';
import { historyOf, metricKeysOf, readValue } from '../../store/run-metrics.ts';
import { conditionOf } from '../../store/run-query.ts';
import { keysInUse, listRunRows } from '../../store/run-rows.ts';
import { renameRun, setNote, setTags } from '../../store/run-values.ts';
import * as runs from '../../store/runs.ts';
import { namedRun } from './named-run.ts';
import { readRunDetail } from './read-run-detail.ts';

type Services = Pick<
  ProjectServices,
  'store' | 'objects' | 'clock' | 'changed' | 'settings' | 'eventLog' | 'paths'
>;

/** Experiments and runs: listing, comparing, editing. What writes runs are jobs and tracking clients, not this area. */
export const createTrackingArea = ({
  store,
  objects,
  clock,
  changed,
  settings,
  eventLog,
  paths,
}: Services) => {
  const { reader } = store;

  const runOf = (reference: string): runs.RunRecord => namedRun(reader, reference);

  const artifactOf = (reference: string, path: string) => {
    const artifacts = runs.artifactsOf(reader, runOf(reference).id);
    const found = artifacts.find((artifact) => artifact.path === path);
    if (found !== undefined) return found;
    throw new EngineError(
      'not-found',
      `The run has no artifact “${path}”. It has: ${artifacts.map((artifact) => artifact.path).join(', ') || 'none'}.`,
    );
  };

  const goalsOf = (metrics: readonly string[]) => {
    const { metricGoals } = settings.read();
    return Object.fromEntries(metrics.map((name) => [name, metricGoalOf(name, metricGoals)]));
  };

  const surroundings = (): QuerySurroundings => {
    const { metricGoals } = settings.read();
    return { nowMs: clock.nowMs(), goalOf: (metric) => metricGoalOf(metric, metricGoals) };
  };

  const changeRuns = (
    references: readonly string[],
    change: (run: runs.RunRecord, writer: Parameters<Parameters<typeof store.write>[0]>[0]) => void,
  ): void => {
    const found = references.map(runOf);
    store.write((writer) => {
      for (const run of found) change(run, writer);
    });
    changed(
      'runs',
      found.map(({ id }) => id),
    );
  };

  const setLifecycle = (references: readonly string[], stage: 'active' | 'deleted'): number => {
    let count = 0;
    changeRuns(references, (run, writer) => {
      if (!runs.setRunLifecycle(writer, run.id, stage, clock.nowMs())) return;
      count += 1;
      eventLog.append(writer, {
        kind: stage === 'deleted' ? 'run.deleted' : 'run.restored',
        subject: `run:${run.id}`,
        details: { name: run.name },
      });
    });
    return count;
  };

  const handlers = {
    'experiments.list': () =>
      listExperiments(reader).map((experiment) => ({ ...experiment, id: String(experiment.id) })),

    'runs.list': ({ experiment, filter, orderBy, offset, limit, deleted }) => {
      const listed = listRunRows(reader, {
        experiment,
        condition: conditionFrom(filter, surroundings()),
        orderBy: orderBy ?? { key: 'started', descending: true },
        offset,
        limit,
        deleted,
      });
      const keys = keysInUse(reader, experiment);
      return { ...listed, keys, goals: goalsOf(keys.metrics) };
    },

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

    'runs.update': ({ runs: references, name, note, tags }) => {
      if (name !== undefined && references.length > 1) {
        throw new EngineError('invalid-input', 'A name is for one run; select a single run to rename it.');
      }
      changeRuns(references, (run, writer) => {
        if (name !== undefined) renameRun(writer, run.id, name);
        if (note !== undefined) setNote(writer, run.id, note);
        if (tags !== undefined) setTags(writer, run.id, tags);
      });
      return {};
    },

    'runs.delete': ({ runs: references }) => ({ deleted: setLifecycle(references, 'deleted') }),
    'runs.restore': ({ runs: references }) => ({ restored: setLifecycle(references, 'active') }),
    'runs.artifacts': ({ run }) => runs.artifactsOf(reader, runOf(run).id),

    'runs.readArtifact': async ({ run, path, maxBytes }) => {
      const { digest, sizeBytes } = artifactOf(run, path);
      const head = await readHead(objects.pathOf(digest), Math.min(maxBytes, sizeBytes));
      return {
        // Streaming leaves out a character that the cut goes through.
        text: head.includes(0) ? null : new TextDecoder().decode(head, { stream: true }),
        sizeBytes,
        isTruncated: sizeBytes > head.length,
      };
    },

    'runs.saveArtifact': async ({ run, path, destination }) => {
      const { digest, sizeBytes } = artifactOf(run, path);
      const target = resolve(paths.folder, destination);
      await copyTo(target, await objects.verified(digest));
      return { path: target, sizeBytes };
    },

    'metrics.setGoal': ({ metric, goal }) => {
      settings.setMetricGoal(metric, goal);
      changed('runs', []);
      return {};
    },
  } satisfies Handlers<typeof trackingContract>;
  return { handlers };
};

const conditionFrom = (filter: string | undefined, surroundings: QuerySurroundings) => {
  try {
    const expression = parseQuery(filter ?? '');
    return expression === null ? null : conditionOf(resolveQuery(expression, surroundings));
  } catch (thrown) {
    if (!(thrown instanceof QueryError)) throw thrown;
    throw new EngineError('invalid-input', thrown.message, {
      details: { position: thrown.position, end: thrown.end, fix: thrown.fix, filter },
    });
  }
};

/** What is stored is kept from being written; the copy is the user's own. */
const copyTo = async (target: string, file: string): Promise<void> => {
  try {
    await copyFile(file, target, constants.COPYFILE_EXCL);
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

const readHead = async (file: string, bytes: number): Promise<Uint8Array> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};
