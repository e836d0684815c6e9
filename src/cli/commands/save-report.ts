import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import type { MetricAggregate } from '../../shared/model/comparison/metric-aggregate.ts';
import { countOf, formatBytes } from '../../shared/model/format.ts';
import { collect, onProject } from '../command-line.ts';

interface ReportOptions {
  readonly to: string;
  readonly title?: string;
  readonly aggregate?: MetricAggregate;
  readonly groupBy?: string[];
  readonly metric?: string;
  readonly pairBy?: string;
  readonly reference?: string;
  readonly overwrite?: boolean;
}

export const addReportCommand = (runs: Command): void => {
  runs
    .command('report <runs...>')
    .description('save one run, or a comparison of up to 200, as one HTML page that needs nothing else')
    .requiredOption('--to <file>', 'the page, such as report.html')
    .option('--title <text>', 'what it is called (default: after the runs)')
    .addOption(
      new Option('--aggregate <value>', 'which value of a metric’s history counts (default: last)').choices([
        'last',
        'best',
        'min',
        'max',
      ]),
    )
    .option(
      '--group-by <column>',
      'compare groups too: params.NAME, tags.NAME, dataset, experiment or status; may be repeated',
      collect,
    )
    .option('--metric <name>', 'the metric to compare groups by')
    .option('--pair-by <column>', 'match runs of two groups, such as by params.seed')
    .option('--reference <group>', 'compare every group with this one instead of every pair')
    .option('--overwrite', 'replace a file that is there already')
    .action(
      onProject(async ({ session, terminal }, references: string[], options: ReportOptions) => {
        const { to, title, aggregate, overwrite } = options;
        const groups = groupsOf(options);
        const saved = await session.call('runs.saveReport', {
          ...{ runs: references, out: resolve(to), overwrite: overwrite === true },
          ...(title !== undefined && { title }),
          ...(aggregate !== undefined && { aggregate }),
          ...(groups !== undefined && { groups }),
        });
        terminal.result(
          saved,
          () => `A report of ${countOf(saved.runs, 'run')} in ${saved.out}, ${formatBytes(saved.sizeBytes)}`,
        );
      }),
    );
};

const groupsOf = ({ groupBy, metric, pairBy, reference }: ReportOptions) => {
  if (groupBy === undefined && metric === undefined && pairBy === undefined && reference === undefined)
    return undefined;
  if (groupBy === undefined || metric === undefined)
    throw new EngineError(
      'invalid-input',
      'Groups are compared by a column and a metric; say both --group-by COLUMN and --metric NAME.',
    );
  return {
    ...{ by: groupBy, metric },
    ...(pairBy !== undefined && { pairBy }),
    ...(reference !== undefined && { reference }),
  };
};
