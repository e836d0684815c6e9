import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import {
  type ForeignFormat,
  foreignFormat,
  foreignFormatTitles,
  type ImportReport,
  importCounts,
  importCountTitles,
  importReport,
  type SkippedList,
  skippedText,
} from '../../shared/model/foreign-runs.ts';
import { formatNumber } from '../../shared/model/format.ts';
import { onProject } from '../command-line.ts';
import type { Session } from '../session.ts';
import { formatTable } from '../terminal.ts';

interface ImportOptions {
  readonly from?: string;
  readonly format?: ForeignFormat;
  readonly artifacts: boolean;
}

interface Source {
  readonly format: ForeignFormat;
  readonly path: string;
}

export const addForeignRunsCommands = (program: Command): void => {
  program
    .command('import [folder]')
    .description('take over runs of MLflow, Weights & Biases and TensorBoard that lie in a folder')
    .option('--from <path>', 'only this source: an mlruns, wandb or log folder, or a database')
    .addOption(new Option('--format <format>', 'only sources of this format').choices(foreignFormat.options))
    .option('--no-artifacts', 'leave artifacts where they are')
    .action(
      onProject(async ({ session, terminal }, folder: string | undefined, options: ImportOptions) => {
        const reports: ImportReport[] = [];
        for (const source of await sourcesOf(session, folder, options)) {
          terminal.note(`${foreignFormatTitles[source.format]}: ${source.path}`);
          const artifacts = options.artifacts ? 'copy' : 'none';
          const { jobId } = await session.call('foreignRuns.import', { ...source, artifacts });
          reports.push(importReport.parse((await session.finish(jobId)).output));
        }
        terminal.result(reports, () => reports.map(reportText).join('\n\n'));
      }),
    );

  program
    .command('export-runs')
    .description('write runs for MLflow: as an mlruns folder, or to a tracking server')
    .requiredOption('--to <folder or address>', 'a new folder, or a server such as http://127.0.0.1:5000')
    .option('--experiment <name>', 'only runs of this experiment, without registered models')
    .action(
      onProject(async ({ session, terminal }, options: { to: string; experiment?: string }) => {
        const isServer = /^https?:\/\//i.test(options.to);
        const written = await session.call('foreignRuns.export', {
          ...options,
          to: isServer ? options.to : resolve(options.to),
        });
        terminal.result(written, () =>
          [
            `${formatNumber(written.runs)} runs of ${formatNumber(written.experiments)} experiments with ` +
              `${formatNumber(written.artifacts)} artifacts in ${written.to}`,
            ...skippedLines(written.skipped),
          ].join('\n'),
        );
      }),
    );
};

/** Errors: `not-found` when there is none. */
const sourcesOf = async (
  session: Session,
  given: string | undefined,
  { from, format }: ImportOptions,
): Promise<Source[]> => {
  const path = resolve(from ?? given ?? session.folder);
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined)
    throw new EngineError('not-found', `There is nothing at ${path}.`, { details: { path } });
  if (status.isFile()) return [{ format: format ?? 'mlflow-database', path }];
  if (from !== undefined && format !== undefined) return [{ format, path }];
  const { sources } = await session.call('foreignRuns.find', { folder: path });
  const wanted = sources.filter((source) => format === undefined || source.format === format);
  if (wanted.length > 0) return wanted;
  throw new EngineError(
    'not-found',
    `No runs of MLflow, Weights & Biases or TensorBoard lie in ${path} or up to three levels below. Name the place with --from PATH.`,
    { details: { path } },
  );
};

const reportText = ({ source, found, added, skipped }: ImportReport): string =>
  [
    source.path,
    formatTable(
      [{ title: '' }, { title: 'found', align: 'right' }, { title: 'added', align: 'right' }],
      importCounts
        .keyof()
        .options.filter((what) => found[what] > 0)
        .map((what) => [importCountTitles[what], formatNumber(found[what]), formatNumber(added[what])]),
    ),
    ...skippedLines(skipped),
  ].join('\n');

const skippedLines = ({ count, items }: SkippedList): string[] =>
  count === 0 ? [] : [`Skipped: ${formatNumber(count)}`, ...items.map((item) => `· ${skippedText(item)}`)];
