import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { ExportOptions } from '../../../shared/contract/exports.ts';
import type { ServingManifest } from '../../../shared/model/serving.ts';
import type { JobProgram } from '../../ports/job-definition.ts';
import type { InstallationPaths } from '../../ports/project-services.ts';
import type { ExportedFile } from '../../store/exports.ts';
import { buildImage } from './build-image-job.ts';
import { copyRuntime } from './copy-runtime.ts';
import { type DeploymentNames, deploymentNames, imageOf } from './deployment-names.ts';
import type { ExportWritten } from './export-definitions.ts';
import { checksumFile, checksumText, describeFiles, digestOfFile, markerFile } from './export-files.ts';
import { writeExportReadme } from './export-readme.ts';
import { makeKubernetesManifests } from './kubernetes-manifests.ts';
import { recordRequests } from './record-requests.ts';
import { makeFolders, placesOf, putInPlace } from './target-folder.ts';

export interface ExportInput {
  readonly exportId: string;
  /** Absolute path that was checked. */
  readonly folder: string;
  readonly manifest: ServingManifest;
  /** Path of the verified ONNX file. */
  readonly model: string;
  readonly options: ExportOptions;
  readonly installation: Pick<InstallationPaths, 'servingProgram' | 'templates' | 'onnxRuntime'>;
  readonly build: boolean;
}

export interface ExportOutput {
  readonly folder: string;
  readonly files: readonly ExportedFile[];
  readonly image: { readonly imageId: string; readonly sizeBytes: number } | null;
}

/**
 * Writes a deployment bundle. It is complete, has served its own recorded requests, and lies on the disk under another name before it
 * takes its place. Two exports of the same version with the same options are the same bytes.
 */
export const runExportJob: JobProgram<ExportInput, ExportOutput, ExportWritten> = async (input, tools) => {
  const names = deploymentNames(input.manifest, input.options);
  const { unfinished } = placesOf(input);
  await rm(unfinished, { recursive: true, force: true });
  try {
    tools.progress({ phase: 'Copying the server and the model', completed: 0, total: 4 });
    await makeFolders(unfinished);
    await writeApplication(unfinished, input);
    tools.signal.throwIfAborted();
    tools.progress({ phase: 'Writing manifests', completed: 1, total: 4 });
    await writeDescriptions(unfinished, input, names);
    tools.progress({ phase: 'Recording example requests', completed: 2, total: 4 });
    await writeRequests(unfinished, input, tools.signal);
    tools.progress({ phase: 'Writing checksums', completed: 3, total: 4 });
    await writeFile(join(unfinished, checksumFile), checksumText(await describeFiles(unfinished)));
    const files = await describeFiles(unfinished);
    tools.signal.throwIfAborted();
    await putInPlace(placesOf(input));
    tools.log(`Wrote ${files.length} files to ${input.folder}`);
    if (!input.build) return { folder: input.folder, files, image: null };
    tools.emit({ files });
    const { modelDigest } = input.manifest;
    const image = await buildImage({ ...input, image: imageOf(names), modelDigest }, tools);
    return { folder: input.folder, files, image };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
};

/** `app/`: everything that the image holds besides Node. */
async function writeApplication(
  folder: string,
  { installation, manifest, model }: ExportInput,
): Promise<void> {
  const app = join(folder, 'app');
  const bundle = join(app, 'bundle');
  await mkdir(bundle, { recursive: true });
  await copyFile(installation.servingProgram, join(app, 'server.mjs'));
  await copyRuntime(installation.onnxRuntime, join(app, 'node_modules'));
  await copyFile(model, join(bundle, 'model.onnx'));
  const digest = await digestOfFile(join(bundle, 'model.onnx'));
  if (digest !== manifest.modelDigest) throw new Error(`The model changed while it was copied: ${digest}`);
  await writeFile(join(bundle, 'model.json'), json(manifest));
}

async function writeDescriptions(folder: string, input: ExportInput, names: DeploymentNames): Promise<void> {
  const { manifest, options, installation } = input;
  const kubernetes = makeKubernetesManifests({ manifest, names, options });
  const texts: Record<string, string> = {
    Dockerfile: await readFile(join(installation.templates, 'Dockerfile'), 'utf8'),
    '.dockerignore': await readFile(join(installation.templates, 'dockerignore'), 'utf8'),
    'README.md': writeExportReadme({ manifest, names, options }),
    [markerFile]: json({
      format: 'modelyard-export',
      formatVersion: 1,
      model: manifest.name,
      version: manifest.version,
      modelDigest: manifest.modelDigest,
      image: imageOf(names),
    }),
    ...Object.fromEntries(
      Object.entries(kubernetes).map(([path, object]) => [
        `k8s/${path}`,
        stringify(object, { lineWidth: 0 }),
      ]),
    ),
  };
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** With the exported program where it runs on this platform, with the installation's own, which is the same file, elsewhere. */
async function writeRequests(folder: string, input: ExportInput, signal: AbortSignal): Promise<void> {
  const isImagePlatform = process.platform === 'linux' && process.arch === 'x64';
  const requests = await recordRequests({
    server: isImagePlatform ? join(folder, 'app', 'server.mjs') : input.installation.servingProgram,
    bundle: join(folder, 'app', 'bundle'),
    signature: input.manifest.signature,
    signal,
  });
  await writeFile(join(folder, 'requests.json'), json(requests));
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
