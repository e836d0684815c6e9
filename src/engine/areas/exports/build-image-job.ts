import type { JobProgram, JobTools } from '../../ports/job-definition.ts';

export interface BuildImageInput {
  readonly exportId: string;
  readonly folder: string;
  readonly image: string;
  readonly modelDigest: string;
}

export interface BuildImageOutput {
  readonly image: { readonly imageId: string; readonly sizeBytes: number };
}

/** Label by which images and containers of an export are found again. */
export const exportLabel = 'modelyard.export';

export const runBuildImageJob: JobProgram<BuildImageInput, BuildImageOutput> = async (input, tools) => ({
  image: await buildImage(input, tools),
});

/** Builds the image of an export, telling every line of the build. */
export async function buildImage(
  { exportId, folder, image, modelDigest }: BuildImageInput,
  { containers, log, progress, signal }: Pick<JobTools<never>, 'containers' | 'log' | 'progress' | 'signal'>,
): Promise<BuildImageOutput['image']> {
  progress({ phase: `Building ${image}` });
  const labels = { [exportLabel]: exportId, 'modelyard.model-digest': modelDigest };
  const built = await containers.build({ folder, image, labels, signal }, (line) => {
    log(line);
    const step = /^Step (\d+)\/(\d+)/.exec(line);
    if (step !== null) {
      progress({ phase: `Building ${image}`, completed: Number(step[1]), total: Number(step[2]) });
    }
  });
  log(`Built ${image}: ${built.imageId}, ${Math.round(built.sizeBytes / 1e6)} MB`);
  return built;
}
