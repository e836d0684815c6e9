import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { formatNumber } from '../../shared/model/format.ts';
import { onProject, wholeNumber } from '../command-line.ts';
import type { Session } from '../session.ts';
import { formatTable } from '../terminal.ts';
import { untilStopped } from '../until-stopped.ts';

export const addServingCommands = (program: Command): void => {
  program
    .command('serve <model>')
    .description('serve a model on this machine until interrupted: NAME, NAME@ALIAS or NAME/VERSION')
    .option('--port <number>', 'port on 127.0.0.1 (default: the first free one from 8000)', wholeNumber)
    .action(
      onProject(async ({ session, terminal }, model: string, options: { port?: number }) => {
        const earlier = await session.call('serving.list', {});
        const endpoint = await session.call('serving.start', {
          model,
          ...(options.port === undefined ? {} : { port: options.port }),
        });
        terminal.result(
          endpoint,
          () => `${endpoint.model}/${endpoint.version} serves at ${endpoint.address}`,
        );
        terminal.note(
          `Documentation: ${endpoint.address}/openapi.json   Metrics: ${endpoint.address}/metrics   Stop: Ctrl-C`,
        );
        const stopped = untilStopped(session, {
          topic: 'endpoints',
          title: 'The endpoint',
          read: async () => (await session.call('serving.list', {})).find(({ id }) => id === endpoint.id),
        });
        await Promise.race([session.interrupted, stopped.promise]).finally(stopped.forget);
        // One that a window had started already stays as it was.
        if (earlier.some(({ id, state }) => id === endpoint.id && state === 'ready')) return;
        terminal.note('Stopping: requests under way are answered first.');
        await session.call('serving.stop', { endpoint: endpoint.id });
      }),
    );

  const endpoints = program.command('endpoints').description('endpoints: what serves, and what it was asked');

  endpoints
    .command('list')
    .description('list endpoints')
    .action(
      onProject(async ({ session, terminal }) => {
        const listed = await session.call('serving.list', {});
        terminal.result(listed, () =>
          listed.length === 0
            ? 'No endpoints. Start one: modelyard serve MODEL'
            : formatTable(
                [
                  { title: 'endpoint' },
                  { title: 'model' },
                  { title: 'state' },
                  { title: 'address' },
                  { title: 'predictions', align: 'right' },
                  { title: 'errors', align: 'right' },
                  { title: 'p99 ms', align: 'right' },
                ],
                listed.map((endpoint) => [
                  endpoint.id.slice(0, 8),
                  `${endpoint.model}/${endpoint.version}`,
                  endpoint.state,
                  endpoint.address,
                  formatNumber(endpoint.predictions),
                  formatNumber(endpoint.errors),
                  formatNumber(endpoint.p99Ms),
                ]),
              ),
        );
      }),
    );

  endpoints
    .command('stop <endpoint>')
    .description('stop an endpoint (its id or the beginning of it); requests under way are answered first')
    .action(
      onProject(async ({ session, terminal }, reference: string) => {
        const stopped = await session.call('serving.stop', {
          endpoint: await endpointId(session, reference),
        });
        terminal.result(stopped, () => `${stopped.model}/${stopped.version}: ${stopped.state}`);
      }),
    );

  endpoints
    .command('predictions [endpoint]')
    .description('what endpoints were asked and answered, newest first')
    .option('--limit <number>', 'at most so many', wholeNumber, 20)
    .action(
      onProject(async ({ session, terminal }, reference: string | undefined, options: { limit: number }) => {
        const found = await session.call('serving.predictions', {
          limit: options.limit,
          ...(reference === undefined ? {} : { endpoint: await endpointId(session, reference) }),
        });
        terminal.result(found, () =>
          [
            ...found.predictions.map(
              ({ time, model, version, prediction, features }) =>
                `${time}  ${model}/${version}  ${prediction}  ${JSON.stringify(features)}`,
            ),
            `${formatNumber(found.predictions.length)} of ${formatNumber(found.total)}`,
          ].join('\n'),
        );
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

const endpointId = async (session: Session, reference: string): Promise<string> => {
  const matching = (await session.call('serving.list', {})).filter(({ id }) => id.startsWith(reference));
  if (matching.length === 1) return matching[0]?.id ?? reference;
  throw new EngineError(
    'not-found',
    `${matching.length === 0 ? 'No endpoint begins' : 'Several endpoints begin'} with “${reference}”. List them: modelyard endpoints list`,
  );
};
