import { resolve } from 'node:path';
import type { Command } from 'commander';
import { onProject } from '../command-line.ts';

export const addServingCommands = (program: Command): void => {
  program
    .command('serve <model>')
    .description('serve a model on this machine until interrupted: NAME, NAME@ALIAS or NAME/VERSION')
    .option('--port <number>', 'port on 127.0.0.1 (default: the first free one from 8000)')
    .action(
      onProject(async ({ session, terminal }, model: string, options: { port?: string }) => {
        const earlier = await session.call('serving.list', {});
        const endpoint = await session.call('serving.start', {
          model,
          ...(options.port === undefined ? {} : { port: Number(options.port) }),
        });
        terminal.result(
          endpoint,
          () => `${endpoint.model}/${endpoint.version} serves at ${endpoint.address}`,
        );
        terminal.note(
          `Documentation: ${endpoint.address}/openapi.json   Metrics: ${endpoint.address}/metrics   Stop: Ctrl-C`,
        );
        await session.interrupted;
        // One that a window had started already stays as it was.
        if (earlier.some(({ id, state }) => id === endpoint.id && state === 'ready')) return;
        terminal.note('Stopping: requests under way are answered first.');
        await session.call('serving.stop', { endpoint: endpoint.id });
      }),
    );

  program
    .command('predict <model>')
    .description('predict every row of a data file into another file (.csv or .parquet)')
    .requiredOption('--data <file>', 'rows to predict')
    .requiredOption('--out <file>', 'where to write them, with the predictions')
    .option('--overwrite', 'replace the file if it is there')
    .action(
      onProject(
        async (
          { session, terminal },
          model: string,
          options: { data: string; out: string; overwrite?: boolean },
        ) => {
          const { jobId } = await session.call('serving.predictFile', {
            model,
            data: resolve(options.data),
            out: resolve(options.out),
            overwrite: options.overwrite === true,
          });
          const job = await session.finish(jobId);
          terminal.result(
            { ...job.output, out: resolve(options.out), jobId },
            () => `${String(job.output?.rows ?? '')} rows predicted into ${resolve(options.out)}`,
          );
        },
      ),
    );
};
