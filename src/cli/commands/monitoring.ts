import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatNumber, formatPValue } from '../../shared/model/format.ts';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addMonitoringCommands = (program: Command): void => {
  program
    .command('drift')
    .description('compare current data with reference data, column by column')
    .requiredOption('--reference <dataset>', 'the data to compare with, such as the training data')
    .option('--current <dataset>', 'a dataset, or a data file')
    .option('--endpoint <endpoint>', 'instead: what this endpoint was asked to predict')
    .action(
      onProject(
        async (
          { session, terminal },
          options: { reference: string; current?: string; endpoint?: string },
        ) => {
          const { jobId, reportId } = await session.call('drift.start', {
            reference: options.reference,
            current: currentOf(options),
          });
          await session.finish(jobId);
          const found = await session.call('drift.get', { report: reportId });
          terminal.result(found, () =>
            [
              `${found.current} against ${found.reference}: ${found.driftedColumns} of ${found.columns} columns drifted`,
              '',
              formatTable(
                [
                  { title: 'column' },
                  { title: 'drifted' },
                  { title: 'test' },
                  { title: 'statistic', align: 'right' },
                  { title: 'adjusted p', align: 'right' },
                  { title: 'PSI', align: 'right' },
                ],
                found.report.columns.map((column) => [
                  column.name,
                  column.drifted ? 'yes' : '',
                  column.test ?? '',
                  formatNumber(column.statistic),
                  formatPValue(column.adjustedPValue),
                  formatNumber(column.psi),
                ]),
              ),
              ...found.report.findings.map((finding) => `· ${finding.text}`),
            ].join('\n'),
          );
        },
      ),
    );
};

/** A name of a dataset, unless there is a file of that name. */
const currentOf = ({ current, endpoint }: { current?: string; endpoint?: string }) => {
  if (endpoint !== undefined) return { endpoint };
  const text = current ?? '';
  return existsSync(text) ? { file: resolve(text) } : { dataset: text };
};
