import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  foreignFormatTitles,
  foreignTools,
  type ImportReport,
  importCounts,
  importCountTitles,
  importReport,
  type SkippedList,
  skippedText,
  wasLinkedWords,
} from '../../shared/model/foreign-runs.ts';
import { formatNumber } from '../../shared/model/format.ts';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';
import { addSourceOptions, type SourceOptions, sourcesOf } from './foreign-sources.ts';

interface ImportOptions extends SourceOptions {
  readonly from?: string;
  readonly artifacts: boolean;
}

export const addForeignRunsCommands = (program: Command): void => {
  addSourceOptions(
    program
      .command('import [folder]')
      .description(`take over runs of ${foreignTools} that lie in a folder`)
      .option('--from <path>', 'only this source: an mlruns, wandb or log folder, or a database'),
  )
    .option('--no-artifacts', 'leave artifacts where they are')
    .action(
      onProject(async ({ session, terminal }, folder: string | undefined, options: ImportOptions) => {
        const reports: ImportReport[] = [];
        for (const source of await sourcesOf(session, options.from ?? folder, {
          ...options,
          isSource: options.from !== undefined,
        })) {
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
              `${formatNumber(written.artifacts)} artifacts and ${formatNumber(written.traces)} traces in ${written.to}`,
            ...skippedLines(written.skipped),
          ].join('\n'),
        );
      }),
    );
};

const reportText = ({ source, wasLinked, found, added, skipped }: ImportReport): string =>
  [
    source.path,
    ...(wasLinked ? [wasLinkedWords] : []),
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
