import { stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { EnqueueRequest } from '../../ports/job-definition.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { resolveOnnxModel } from '../../store/registry.ts';
import { type BatchPredictInput, outputFormats } from './batch-predict-job.ts';
import { manifestOf } from './bundle-folder.ts';

/** Checks everything that can be checked before the job: model, data file, ending and place of the output. */
export async function preparePredictFile(
  { store, objects, paths }: Pick<ProjectServices, 'store' | 'objects' | 'paths'>,
  request: { model: string; data: string; out: string; overwrite: boolean },
): Promise<EnqueueRequest<BatchPredictInput>> {
  const version = resolveOnnxModel(store.reader, request.model);
  const manifest = manifestOf(version);
  const data = resolve(paths.folder, request.data);
  const out = resolve(paths.folder, request.out);
  await requireFile(data);
  requireFormat(out);
  if (data === out) throw new EngineError('invalid-input', 'The output would overwrite the data file.');
  if (!(await isFolder(dirname(out)))) {
    throw new EngineError('not-found', `The folder ${dirname(out)} does not exist.`, {
      details: { path: out },
    });
  }
  if (!request.overwrite && (await exists(out))) {
    throw new EngineError(
      'already-exists',
      `${out} exists already. Choose another file, or allow it to be overwritten.`,
      {
        details: { path: out },
      },
    );
  }
  return {
    kind: 'batch-predict',
    title: `Predict ${request.data} with ${version.name}/${version.version}`,
    input: {
      model: await objects.verified(version.digest),
      manifest,
      data,
      out,
      overwrite: request.overwrite,
    },
    subject: { type: 'file', id: out },
  };
}

function requireFormat(out: string): void {
  const ending = extname(out).toLowerCase();
  if (Object.hasOwn(outputFormats, ending)) return;
  throw new EngineError(
    'invalid-input',
    `Predictions are written to files that end in ${Object.keys(outputFormats).join(', ')}, not “${ending}”.`,
  );
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) {
    throw new EngineError('not-found', `There is no file ${path}.`, { details: { path } });
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
