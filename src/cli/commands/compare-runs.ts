import { type Command, Option } from 'commander';
import type { CommandOutput } from '../../shared/contract/index.ts';
import { EngineError } from '../../shared/errors.ts';
import { metricText } from '../../shared/model/column-text.ts';
import { comparedTexts, dataCaution } from '../../shared/model/comparison/compared-runs.ts';
import { comparisonMarkdown } from '../../shared/model/comparison/comparison-markdown.ts';
import { deltaText } from '../../shared/model/comparison/delta-text.ts';
import type { MetricAggregate } from '../../shared/model/comparison/metric-aggregate.ts';
import { formatNumber } from '../../shared/model/format.ts';
import { packageChange } from '../../shared/model/run-environment.ts';
import { type CommandContext, collect, onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

interface CompareOptions {
  readonly all?: boolean;
  readonly markdown?: boolean;
  readonly aggregate?: MetricAggregate;
  readonly groupBy?: string[];
  readonly metric?: string;
  readonly pairBy?: string;
  readonly reference?: string;
}

export const addCompareCommand = (runs: Command): void => {
  runs
    .command('compare <runs...>')
    .description('compare two or more runs: what differs, and which is better; or groups of them')
    .option('--all', 'also what is the same')
    .option('--markdown', 'as a table of Markdown')
    .addOption(
      new Option(
        '--aggregate <value>',
        'which value of a metric’s history counts (default: last, of groups best)',
      ).choices(['last', 'best', 'min', 'max']),
    )
    .option(
      '--group-by <column>',
      'compare groups: params.NAME, tags.NAME, dataset, experiment or status; may be repeated',
      collect,
    )
    .option('--metric <name>', 'the metric to compare groups by')
    .option('--pair-by <column>', 'match runs of two groups, such as by params.seed')
    .option('--reference <group>', 'compare every group with this one instead of every pair')
    .action(
      onProject(async (context, references: string[], options: CompareOptions) => {
        if (options.groupBy !== undefined) return compareGroups(context, references, options);
        if (options.metric !== undefined || options.pairBy !== undefined || options.reference !== undefined)
          throw new EngineError(
            'invalid-input',
            '--metric, --pair-by and --reference are for groups; say also --group-by COLUMN.',
          );
        return compareRuns(context, references, options);
      }),
    );
};

const compareRuns = async (
  { session, terminal }: CommandContext,
  references: string[],
  { all, aggregate, markdown }: CompareOptions,
): Promise<void> => {
  if (references.length < 2)
    throw new EngineError(
      'invalid-input',
      'A comparison takes two runs or more. List them with: modelyard runs list',
    );
  const compared = await session.call('runs.compare', {
    runs: references,
    ...(aggregate !== undefined && { aggregate }),
  });
  const isShown = ({ differs }: { differs: boolean }): boolean => all === true || differs;
  const columns = [
    { title: '' },
    ...compared.runs.map(({ name }) => ({ title: name, align: 'right' as const })),
  ];
  const { packages, packagesKnown } = compared;
  const caution = dataCaution(compared);
  if (markdown === true) return terminal.result(compared, () => comparisonMarkdown(compared, all !== true));
  terminal.result(compared, () =>
    [
      formatTable(columns, [
        ...comparedTexts(compared)
          .filter(({ kind }) => kind !== 'package')
          .flatMap(({ rows }) => rows.filter(isShown))
          .map(({ name, values }) => [name, ...values.map((text) => text ?? '–')]),
        ...packages.filter(isShown).map(({ name, values }) => [
          name,
          ...values.map((text, index) => {
            const isKnown = packagesKnown[0] === true && packagesKnown[index] === true;
            const change = isKnown ? packageChange(values[0], text) : null;
            return `${text ?? '–'}${change === null ? '' : ` (${change})`}`;
          }),
        ]),
        ...compared.metrics.filter(isShown).map(({ name, values, deltas, best, goal }) => [
          `${name}${goal === null ? '' : goal === 'maximize' ? ' ↑' : ' ↓'}`,
          ...values.map((number, index) => {
            const delta = deltas[index] ?? null;
            const against = index === 0 || delta === null ? '' : ` (${deltaText(delta, values[0])})`;
            return `${best.includes(index) ? '★ ' : ''}${number === null ? '–' : metricText(number)}${against}`;
          }),
        ]),
      ]),
      '★ best by the metric’s goal (↑ more is better, ↓ less is better); in brackets the difference to the first run',
      ...(caution === null ? [] : [caution]),
    ].join('\n'),
  );
};

const verdictWords = { real: 'real', 'not-shown': 'not shown', 'too-few-runs': 'too few runs' } as const;

const compareGroups = async (
  { session, terminal }: CommandContext,
  references: string[],
  { groupBy, metric, aggregate, pairBy, reference }: CompareOptions,
): Promise<void> => {
  if (groupBy === undefined || metric === undefined)
    throw new EngineError('invalid-input', 'Say which metric to compare the groups by: --metric NAME.');
  const groups = await session.call('runs.groups', {
    runs: references,
    by: groupBy,
    metric,
    ...(aggregate !== undefined && { aggregate }),
    ...(pairBy !== undefined && { pairBy }),
    ...(reference !== undefined && { reference }),
  });
  terminal.result(groups, () =>
    [
      groupTable(groups),
      '',
      ...groups.differences.map(
        ({ verdict }, index) => `${verdictWords[verdict]}: ${groups.sentences[index] ?? ''}`,
      ),
      ...(groups.pairing === null ? [] : [groups.pairing]),
    ].join('\n'),
  );
};

const groupTable = ({ groups, by, metric, level }: CommandOutput<'runs.groups'>): string => {
  const right = (title: string) => ({ title, align: 'right' as const });
  return formatTable(
    [
      { title: by },
      right('runs'),
      right(`mean ${metric}`),
      right(`${formatNumber(level * 100)} % interval`),
      ...['interquartile mean', 'median', 'standard deviation', 'standard error', 'min to max'].map(right),
    ],
    groups.map(({ name, summary }) => [
      name,
      formatNumber(summary.n),
      formatNumber(summary.mean),
      rangeText(summary.interval?.low ?? null, summary.interval?.high ?? null),
      ...[summary.interquartileMean, summary.median].map((value) => formatNumber(value)),
      ...[summary.standardDeviation, summary.standardError].map((value) => formatNumber(value)),
      rangeText(summary.min, summary.max),
    ]),
  );
};

const rangeText = (low: number | null, high: number | null): string =>
  low === null || high === null ? '–' : `${formatNumber(low)} to ${formatNumber(high)}`;
