import { resolve } from 'node:path';
import type { Command } from 'commander';
import { onProject, wholeNumber } from '../command-line.ts';

export const addExportCommands = (program: Command): void => {
  program
    .command('export <model>')
    .description('write a deployment bundle: Docker context, Kubernetes manifests, checksums')
    .requiredOption('--out <folder>', 'a new or empty folder, or one that holds an earlier export')
    .option('--image <name:tag>', 'name of the image that the manifests use')
    .option('--namespace <name>', 'Kubernetes namespace')
    .option('--replicas <number>', 'smallest number of replicas', wholeNumber)
    .option('--build', 'build the image too (needs Docker)')
    .action(
      onProject(
        async (
          { session, terminal },
          model: string,
          options: { out: string; image?: string; namespace?: string; replicas?: number; build?: boolean },
        ) => {
          const stopListening = session.onEvent((event) => {
            if (event.type === 'job.log') for (const line of event.lines) terminal.note(line);
          });
          const { jobId, exportId } = await session.call('exports.create', {
            model,
            folder: resolve(options.out),
            build: options.build === true,
            options: {
              ...(options.image === undefined ? {} : { image: options.image }),
              ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
              ...(options.replicas === undefined ? {} : { replicas: options.replicas }),
            },
          });
          await session.finish(jobId).finally(stopListening);
          const made = await session.call('exports.get', { export: exportId });
          terminal.result(made, () =>
            [
              `${made.model}/${made.version} → ${made.folder}  (${made.files.length} files)`,
              ...made.files.map(({ path }) => `  ${path}`),
              ...(made.imageId === null ? [] : [`image ${made.image}  ${made.imageId}`]),
            ].join('\n'),
          );
        },
      ),
    );
};
