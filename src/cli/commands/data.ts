import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type DataType, dataType } from '../../shared/model/dataset.ts';
import { formatBytes, formatDays, formatNumber, formatPercent } from '../../shared/model/format.ts';
import { collect, onProject, parsePairs } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addDataCommands = (program: Command): void => {
  const data = program.command('data').description('datasets: versions of data files');

  data
    .command('add <file>')
    .description('add a CSV, TSV, Parquet or JSON Lines file as a dataset, or as a new version of one')
    .option('--name <dataset>', 'name of the dataset (default: the file’s name)')
    .option('--copy', 'keep a copy in the project; otherwise the file is used where it lies')
    .option(
      '--type <column=type>',
      `read a column as ${dataType.options.join(', ')}; may be repeated`,
      collect,
      [],
    )
    .action(
      onProject(
        async (
          { session, terminal },
          file: string,
          options: { name?: string; copy?: boolean; type: string[] },
        ) => {
          const { version, isNew } = await session.call('datasets.add', {
            path: resolve(file),
            mode: options.copy === true ? 'copy' : 'reference',
            types: parsePairs(options.type) as Record<string, never>,
            ...(options.name === undefined ? {} : { name: options.name }),
          });
          for (const warning of version.warnings) terminal.note(`warning: ${warning}`);
          terminal.result({ ...version, isNew }, () =>
            isNew
              ? `${version.dataset}@${version.version}: ${formatNumber(version.rowCount)} rows, ${version.columns.length} columns, ${formatBytes(version.sizeBytes)}`
              : `${version.dataset}@${version.version} is this file already; nothing was added.`,
          );
        },
      ),
    );

  data
    .command('list')
    .description('list datasets')
    .action(
      onProject(async ({ session, terminal }) => {
        const datasets = await session.call('datasets.list', {});
        terminal.result(datasets, () =>
          datasets.length === 0
            ? 'No datasets yet. Add one: modelyard data add FILE'
            : formatTable(
                [
                  { title: 'dataset' },
                  { title: 'version', align: 'right' },
                  { title: 'rows', align: 'right' },
                  { title: 'columns', align: 'right' },
                  { title: 'size', align: 'right' },
                  { title: 'state' },
                  { title: 'file' },
                ],
                datasets.map(({ name, latest }) => [
                  name,
                  String(latest.version),
                  formatNumber(latest.rowCount),
                  String(latest.columns.length),
                  formatBytes(latest.sizeBytes),
                  latest.state,
                  latest.path,
                ]),
              ),
        );
      }),
    );

  data
    .command('show <dataset>')
    .description('show the columns and versions of a dataset')
    .action(
      onProject(async ({ session, terminal }, dataset: string) => {
        const found = await session.call('datasets.get', { dataset });
        terminal.result(found, () =>
          [
            `${found.name}@${found.version.version}  ${formatNumber(found.version.rowCount)} rows  ${found.version.format}  SHA-256 ${found.version.digest}`,
            `versions: ${found.versions.map(({ version }) => version).join(', ')}`,
            '',
            formatTable(
              [{ title: 'column' }, { title: 'type' }],
              found.version.columns.map(({ name, type }) => [name, type]),
            ),
          ].join('\n'),
        );
      }),
    );

  data
    .command('profile <dataset>')
    .description('missing and distinct values, quantiles and common values of every column')
    .action(
      onProject(async ({ session, terminal }, dataset: string) => {
        const profile = await session.call('datasets.profile', { dataset });
        terminal.result(profile, () =>
          formatTable(
            [
              { title: 'column' },
              { title: 'type' },
              { title: 'missing', align: 'right' },
              { title: 'distinct', align: 'right' },
              { title: 'min', align: 'right' },
              { title: 'median', align: 'right' },
              { title: 'mean', align: 'right' },
              { title: 'max', align: 'right' },
              { title: 'most common' },
            ],
            profile.columns.map((column) => {
              const { numeric, topValues } = column;
              const median = numeric?.quantiles.find(({ probability }) => probability === 0.5)?.value;
              const top = topValues[0];
              return [
                column.name,
                column.type,
                formatPercent(column.missing / profile.rowCount),
                `${column.isDistinctApproximate ? '≈ ' : ''}${formatNumber(column.distinct)}`,
                ...[numeric?.min, median, numeric?.mean, numeric?.max].map((value) =>
                  value === undefined ? '' : measured(value, column.type),
                ),
                top === undefined ? '' : `${top.value} (${formatPercent(top.count / profile.rowCount)})`,
              ];
            }),
          ),
        );
      }),
    );
};

const measured = (value: number, type: DataType): string =>
  type === 'date' || type === 'datetime' ? formatDays(value, type) : formatNumber(value);
