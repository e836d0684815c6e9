import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatDuration, formatNumber, formatRelativeTime } from '../../shared/model/format.ts';
import type { RunRow } from '../../shared/model/run.ts';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';
import { addCompareCommand } from './compare-runs.ts';

const isHeldOut = (key: string): boolean => !/^(train|validation)_/.test(key);
/** The five to show: the one that the list is ordered by, then the ones that people look at first, then the others. */
const shownMetrics = (metrics: readonly string[], orderBy: string | undefined): string[] => {
  const ordered = orderBy?.startsWith('metrics.') ? [orderBy.slice('metrics.'.length)] : [];
  const known = metrics.filter(isHeldOut);
  const first = [...ordered, 'roc_auc', 'accuracy', 'log_loss', 'f1', 'r2', 'rmse', 'mae'];
  return [...new Set([...first.filter((key) => metrics.includes(key)), ...known])].slice(0, 5);
};
const value = (metric: RunRow['metrics'][string] | undefined): string =>
  metric === undefined ? '' : formatNumber(Number(metric));

export const addRunsCommands = (program: Command): void => {
  const runs = program.command('runs').description('runs: what was tried, and how it did');

  runs
    .command('list')
    .description('list runs, newest first')
    .option('--experiment <name>', 'only runs of this experiment')
    .option('--filter <query>', "such as: metrics.roc_auc > 0.8 and params.learner = 'gbdt'")
    .option('--order-by <key>', 'such as metrics.roc_auc, params.seed, started, duration')
    .option('--ascending', 'smallest first')
    .option('--limit <number>', 'at most so many', '50')
    .action(
      onProject(
        async (
          { session, terminal },
          options: {
            experiment?: string;
            filter?: string;
            orderBy?: string;
            ascending?: boolean;
            limit: string;
          },
        ) => {
          const listed = await session.call('runs.list', {
            limit: Number(options.limit),
            ...(options.experiment === undefined ? {} : { experiment: options.experiment }),
            ...(options.filter === undefined ? {} : { filter: options.filter }),
            ...(options.orderBy === undefined
              ? {}
              : { orderBy: { key: options.orderBy, descending: options.ascending !== true } }),
          });
          const shown = shownMetrics(listed.keys.metrics, options.orderBy);
          terminal.result(listed, () =>
            listed.runs.length === 0
              ? 'No runs.'
              : formatTable(
                  [
                    { title: 'run' },
                    { title: 'id' },
                    { title: 'status' },
                    { title: 'learner' },
                    { title: 'data' },
                    ...shown.map((title) => ({ title, align: 'right' as const })),
                    { title: 'took', align: 'right' },
                    { title: 'started' },
                  ],
                  listed.runs.map((run) => [
                    run.name,
                    run.id.slice(0, 8),
                    run.status,
                    run.parameters.learner ?? '',
                    run.dataset ?? '',
                    ...shown.map((key) => value(run.metrics[key])),
                    formatDuration(run.durationMs),
                    formatRelativeTime({ atMs: run.startedAtMs, nowMs: Date.now() }),
                  ]),
                ),
          );
        },
      ),
    );

  runs
    .command('show <run>')
    .description('show everything recorded of a run (id, beginning of an id, or name)')
    .action(
      onProject(async ({ session, terminal }, run: string) => {
        const found = await session.call('runs.get', { run });
        terminal.result(found, () =>
          [
            `${found.name}  (${found.id})  ${found.status}  ${found.experiment}  ${found.dataset ?? ''}`,
            '',
            formatTable([{ title: 'parameter' }, { title: 'value' }], Object.entries(found.parameters)),
            '',
            formatTable(
              [{ title: 'metric' }, { title: 'value', align: 'right' }],
              Object.entries(found.metrics).map(([key, metric]) => [key, value(metric)]),
            ),
            '',
            formatTable(
              [{ title: 'artifact' }, { title: 'bytes', align: 'right' }, { title: 'SHA-256' }],
              found.artifacts.map(({ path, sizeBytes, digest }) => [path, formatNumber(sizeBytes), digest]),
            ),
            ...(found.code === null
              ? []
              : ['', `code: ${found.code.commit}${found.code.isDirty ? ' with uncommitted changes' : ''}`]),
          ].join('\n'),
        );
      }),
    );

  addCompareCommand(runs);

  runs
    .command('save <run> <artifact>')
    .description('copy a file that a run left, such as model/model.onnx')
    .requiredOption('--out <file>', 'where to copy it to; a file that is there stays')
    .action(
      onProject(async ({ session, terminal }, run: string, path: string, options: { out: string }) => {
        const saved = await session.call('runs.saveArtifact', {
          run,
          path,
          destination: resolve(options.out),
        });
        terminal.result(saved, () => `${formatNumber(saved.sizeBytes)} bytes in ${saved.path}`);
      }),
    );
};
