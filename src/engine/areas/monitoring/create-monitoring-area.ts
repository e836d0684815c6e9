import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { monitoringContract } from '../../../shared/contract/monitoring.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { DriftReport } from '../../../shared/model/drift-report.ts';
import type { Handlers } from '../../ports/call.ts';
import type { JobDefinition } from '../../ports/job-definition.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { resolveDataSource } from '../../store/dataset-source.ts';
import * as reports from '../../store/drift-reports.ts';
import { getEndpoint } from '../../store/endpoints.ts';
import { listPredictionSegments } from '../../store/prediction-log.ts';
import type { CurrentSource, DriftJobInput, DriftJobOutput, DriftSummary } from './drift-job.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'jobs' | 'clock' | 'ids' | 'paths'>;

interface Current {
  readonly title: string;
  readonly digest: string | null;
  readonly source: CurrentSource;
}

/** Watches whether the world has moved since a model was trained. */
export const createMonitoringArea = ({ store, objects, jobs, clock, ids, paths }: Services) => {
  const { reader } = store;

  const ofDataset = async (reference: string): Promise<Current> => {
    const { name, version, digest, source } = await resolveDataSource({ reader, objects, paths }, reference);
    return { title: `${name}@${version}`, digest, source: { kind: 'source', source } };
  };

  const ofFile = async (file: string): Promise<Current> => {
    const path = resolve(paths.folder, file);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() !== true)
      throw new EngineError('not-found', `There is no file ${path}.`, { details: { path } });
    return { title: basename(path), digest: null, source: { kind: 'file', path } };
  };

  const ofEndpoint = async (endpoint: string, sinceMs: number | undefined): Promise<Current> => {
    const { model, version } = getEndpoint(reader, endpoint);
    const segments = await listPredictionSegments(paths.predictions, endpoint);
    if (segments.length === 0) {
      throw new EngineError(
        'conflict',
        `The endpoint of ${model}/${version} has logged no predictions yet, so there is nothing to compare. Send it some requests first.`,
      );
    }
    return {
      title: `predictions of ${model}/${version}`,
      digest: null,
      source: { kind: 'predictions', segments, sinceMs: sinceMs ?? null },
    };
  };

  const describe = ({ id, reference, current, createdAtMs, summaryJson }: reports.DriftRecord) => ({
    id,
    reference,
    current,
    createdAtMs,
    ...(JSON.parse(summaryJson) as DriftSummary),
  });

  const handlers = {
    'drift.start': async ({ reference: wanted, current: request, columns }) => {
      const reference = await resolveDataSource({ reader, objects, paths }, wanted);
      const referenceTitle = `${reference.name}@${reference.version}`;
      for (const column of columns ?? []) {
        if (reference.source.columns.some(({ name }) => name === column)) continue;
        throw new EngineError('invalid-input', `“${referenceTitle}” has no column “${column}” to compare.`, {
          details: { column },
        });
      }
      const current =
        'dataset' in request
          ? await ofDataset(request.dataset)
          : 'file' in request
            ? await ofFile(request.file)
            : await ofEndpoint(request.endpoint, request.sinceMs);
      const reportId = ids.next();
      const input: DriftJobInput = {
        reportId,
        reference: reference.source,
        referenceTitle,
        current: current.source,
        currentTitle: current.title,
        columns: columns ?? null,
      };
      const { jobId } = jobs.enqueue({
        kind: 'drift',
        title: `Compare ${current.title} with ${referenceTitle}`,
        input,
        subject: { type: 'drift', id: reportId },
        together: (writer, id) =>
          reports.insertDriftReport(writer, {
            id: reportId,
            reference: referenceTitle,
            referenceDigest: reference.digest,
            current: current.title,
            currentDigest: current.digest,
            createdAtMs: clock.nowMs(),
            jobId: id,
          }),
      });
      return { jobId, reportId };
    },

    'drift.list': ({ limit }) => reports.listDriftReports(reader, limit).map(describe),

    'drift.get': async ({ report }) => {
      const record = reports.findDriftReport(reader, report);
      if (record === undefined)
        throw new EngineError('not-found', `There is no finished drift report “${report}”.`);
      const text = new TextDecoder().decode(await objects.read(record.reportDigest));
      return { ...describe(record), report: JSON.parse(text) as DriftReport };
    },
  } satisfies Handlers<typeof monitoringContract>;

  const definition: JobDefinition<DriftJobInput, DriftJobOutput> = {
    kind: 'drift',
    finish: async ({ input, stagingFolder }, output) => {
      const { digest } = await objects.adopt(join(stagingFolder, output.reportFile));
      return (writer) =>
        reports.finishDriftReport(writer, input.reportId, {
          summaryJson: JSON.stringify(output.summary),
          reportDigest: digest,
        });
    },
    changes: ({ input }) => [
      { topic: 'drift', ids: [input.reportId] },
      { topic: 'project', ids: [] },
    ],
  };
  return { handlers, jobDefinitions: [definition] };
};
