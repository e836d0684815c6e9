import { type Command, Option } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { describeTrend } from '../../shared/model/comparison/describe-trend.ts';
import type { MetricAggregate } from '../../shared/model/comparison/metric-aggregate.ts';
import { countOf, formatNumber } from '../../shared/model/format.ts';
import { readRunColumn } from '../../shared/model/run-column.ts';
import { type CommandContext, onProject, wholeNumber } from '../command-line.ts';
import { formatTable } from '../terminal.ts';
import {
  addSelectionOptions,
  noteUnknownExperiment,
  type SelectionOptions,
  selectionOf,
} from './run-list-options.ts';

interface ChartOptions extends SelectionOptions {
  aggregate?: MetricAggregate;
  logX?: boolean;
  logY?: boolean;
}

const mostRuns = 10_000;
const mostExplained = 5000;
const columnHelp = 'metrics.NAME, params.NAME, tags.NAME, duration or started';

/** What the charts of many runs show, as figures. */
export const addRunChartCommands = (runs: Command): void => {
  addChartOptions(
    runs
      .command('trade-off <x> <y>')
      .description(`the runs that no other beats in two columns, and the trend between them (${columnHelp})`),
  )
    .option('--log-x', 'the trend over logarithms of x')
    .option('--log-y', 'the trend of logarithms of y')
    .action(
      onProject(async (context, x: string, y: string, options: ChartOptions) => {
        const ids = await idsOf(context, options, mostRuns);
        const found = await context.session.call('runs.scatter', {
          ...{ runs: ids, x, y, ...aggregateIn(options) },
          ...scalesIn(options),
        });
        const onFront = new Set(found.front);
        const front = found.points.filter(({ runId }) => onFront.has(runId));
        context.terminal.result(found, () =>
          [
            found.front === null
              ? 'Only columns with a goal have runs that no other beats. Set goals in modelyard.yaml.'
              : formatTable(
                  [{ title: 'run' }, ...[x, y].map((title) => ({ title, align: 'right' as const }))],
                  front.map((run) => [run.name, formatNumber(run.x), formatNumber(run.y)]),
                ),
            describeTrend(found.trend, found),
            leftOutText(found.leftOut),
          ]
            .filter((line) => line !== '')
            .join('\n'),
        );
      }),
    );

  addChartOptions(
    runs
      .command('map <metric> <x> <y>')
      .description(`means of a metric in cells over two columns (${columnHelp})`),
  )
    .option('--log-x', 'cells of equal size on logarithms of x')
    .option('--log-y', 'cells of equal size on logarithms of y')
    .option('--cells <number>', 'along each column', wholeNumber, 8)
    .action(
      onProject(
        async (context, metric: string, x: string, y: string, options: ChartOptions & { cells: number }) => {
          const found = await context.session.call('runs.surface', {
            ...{
              runs: await idsOf(context, options, mostRuns),
              metric: metricName(metric),
              x,
              y,
              cells: options.cells,
            },
            ...{ ...aggregateIn(options), ...scalesIn(options) },
          });
          const columns = found.xEdges.slice(1).map((edge, place) => rangeText(found.xEdges[place], edge));
          context.terminal.result(found, () =>
            [
              formatTable(
                [{ title: `${y} \\ ${x}` }, ...columns.map((title) => ({ title, align: 'right' as const }))],
                found.means
                  .map((row, place) => [
                    rangeText(found.yEdges[place], found.yEdges[place + 1]),
                    ...row.map((mean, column) =>
                      mean === null ? '' : `${formatNumber(mean)} (${found.counts[place]?.[column]})`,
                    ),
                  ])
                  .toReversed(),
              ),
              `Mean of ${metric}, in brackets how many runs; ${countOf(found.points.length, 'run')}.`,
              leftOutText(found.leftOut),
            ]
              .filter((line) => line !== '')
              .join('\n'),
          );
        },
      ),
    );

  addChartOptions(
    runs
      .command('importance <metric>')
      .description('which parameters a metric depends on, and how sure that is'),
  )
    .option('--repeats <number>', 'how often each parameter is shuffled', wholeNumber)
    .action(
      onProject(async (context, metric: string, options: ChartOptions & { repeats?: number }) => {
        const report = await context.session.call('runs.importance', {
          ...{
            runs: await idsOf(context, options, mostExplained),
            metric: metricName(metric),
            ...aggregateIn(options),
          },
          ...(options.repeats !== undefined && { repeats: options.repeats }),
        });
        const told = report.parameters.filter(({ status }) => status !== 'never-varies');
        context.terminal.result(report, () =>
          [
            formatTable(
              [
                { title: 'parameter' },
                ...['importance', '95 % interval', 'rank correlation', 'values'].map((title) => ({
                  title,
                  align: 'right' as const,
                })),
              ],
              told.map(({ name, importance, interval, rankCorrelation, distinct }) => [
                name,
                formatNumber(importance),
                interval === null ? '–' : `${formatNumber(interval.low)} to ${formatNumber(interval.high)}`,
                formatNumber(rankCorrelation?.value ?? null),
                formatNumber(distinct),
              ]),
            ),
            `${reliabilityWords[report.reliability]} (${countOf(report.runs, 'run')})`,
          ].join('\n'),
        );
      }),
    );
};

const reliabilityWords = {
  sound: 'Share of the metric’s variance that is lost when the parameter is shuffled',
  'few-runs-for-parameters': 'Only a hint: fewer than two runs for each parameter that varies',
  'too-few-runs': 'Too few runs: at least 10 are needed to learn from',
  'constant-metric': 'The metric is the same in all runs',
  'no-parameters': 'No parameter varies in these runs',
} as const;

/** A metric by its name, or as everywhere else: metrics.NAME. */
const metricName = (text: string): string => {
  const column = text.startsWith('metrics.') ? readRunColumn(text) : undefined;
  return column?.entity === 'metric' ? column.name : text;
};

const addChartOptions = (command: Command): Command =>
  addSelectionOptions(command).addOption(
    new Option('--aggregate <value>', 'which value of a metric’s history counts (default: best)').choices([
      ...['last', 'best', 'min', 'max'],
    ]),
  );

const aggregateIn = ({ aggregate }: ChartOptions) => (aggregate === undefined ? {} : { aggregate });
const scalesIn = ({ logX, logY }: ChartOptions) => ({
  xScale: logX === true ? ('log' as const) : ('linear' as const),
  yScale: logY === true ? ('log' as const) : ('linear' as const),
});

const rangeText = (from: number | undefined, to: number | undefined): string =>
  `${formatNumber(from ?? null, 3)} to ${formatNumber(to ?? null, 3)}`;

const leftOutText = (leftOut: number): string =>
  leftOut === 0 ? '' : `${countOf(leftOut, 'run')} without a number in one of the columns left out.`;

/** The newest runs that match, as many as a chart takes. */
const idsOf = async (
  { session, terminal }: CommandContext,
  options: SelectionOptions,
  limit: number,
): Promise<string[]> => {
  const { ids } = await session.call('runs.ids', { ...selectionOf(options), limit });
  if (ids.length >= 2) return ids;
  if (ids.length === 0) await noteUnknownExperiment({ session, terminal }, options.experiment);
  throw new EngineError('not-found', 'Fewer than two runs match. Widen --filter or --experiment.');
};
