import { copyFile, link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { ServingManifest } from '../../../shared/model/serving.ts';
import type { ProjectPaths, ProjectServices } from '../../ports/project-services.ts';
import type { OnnxVersion } from '../../store/registry.ts';

/** What the serving program is told about a version. Error `model-invalid` when its inputs or its answer could not be made out. */
export function manifestOf({ name, version, runId, digest, signature }: OnnxVersion): ServingManifest {
  if (signature === null) {
    throw new EngineError(
      'model-invalid',
      `${name}/${version} cannot be served: its file has no signature, and it does not take one named input a column or one matrix ` +
        'of numbers, or does not answer a class or one number a row. Export it again in such a way, or register the model of a run.',
    );
  }
  return { formatVersion: 1, name, version, runId, modelDigest: digest, signature };
}

/** An endpoint has a folder of its own, so that one of several that serve the same model can be taken away. */
export const bundleFolderOf = ({ bundles }: Pick<ProjectPaths, 'bundles'>, endpointId: string): string =>
  join(bundles, endpointId);

/**
 * A folder with model.onnx and model.json that an endpoint is served from. The model is a hard link to the verified object where
 * the file system can, so that a large model is not there twice.
 */
export async function makeBundleFolder(
  { paths, objects }: Pick<ProjectServices, 'paths' | 'objects'>,
  { manifest, endpointId }: { manifest: ServingManifest; endpointId: string },
): Promise<string> {
  const folder = bundleFolderOf(paths, endpointId);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const object = await objects.verified(manifest.modelDigest);
  const model = join(unfinished, 'model.onnx');
  await link(object, model).catch(() => copyFile(object, model));
  await writeFile(join(unfinished, 'model.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return folder;
}
