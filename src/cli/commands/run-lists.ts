import { extname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { CommandInput, CommandOutput } from '../../shared/contract/index.ts';
import { type TableFormat, tableFormat } from '../../shared/contract/run-exports.ts';
import { EngineError } from '../../shared/errors.ts';
import { columnText } from '../../shared/model/column-text.ts';
import { countOf, formatBytes, formatNumber } from '../../shared/model/format.ts';
import type { ColumnValue, RunListRow } from '../../shared/model/run.ts';
import { readRunColumn, splitColumns } from '../../shared/model/run-column.ts';
import { printKey } from '../../shared/query/print.ts';
import { type CommandContext, collect, onProject, wholeNumber } from '../command-line.ts';
import { formatTable } from '../terminal.ts';
import {
  addSelectionOptions,
  doubtsAbout,
  type ListOptions,
  noteUnknownExperiment,
  type SelectionOptions,
  selectionOf,
  treeOf,
  withView,
} from './run-list-options.ts';

type Keys = CommandOutput<'runs.keys'>;

const columnsHelp =
  'columns, with commas between: metrics.KEY, min(metrics.KEY), at(metrics.KEY, 100), params.KEY, tags.KEY, user, commit …';

export const addRunListCommands = (runs: Command): void => {
  addSelectionOptions(runs.command('list').description('list runs, newest first'))
    .option('--view <name>', 'as this saved table; other options go before what it says')
    .option('--columns <columns>', columnsHelp)
    .option('--all-columns', 'every parameter, metric and tag')
    .option('--order-by <key>', 'a column; for several, the most important first', collect)
    .option('--ascending', 'smallest first')
    .option('--trash', 'those in the trash instead')
    .option('--nested', 'only runs that stand below no other')
    .option('--below <run>', 'only runs that stand immediately below this one')
    .option(
      '--from-nested <how>',
      'mean, best, min or max of nested runs, where a run has no number of its own',
    )
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option('--offset <number>', 'after so many', wholeNumber, 0)
    .action(
      onProject(async ({ session, terminal }, given: ListOptions) => {
        const { options, viewOrder } = await withView(session.call, given);
        const deleted = options.trash === true;
        const { below } = options;
        const parent = below === undefined ? undefined : (await session.call('runs.get', { run: below })).id;
        const keys = await session.call('runs.keys', {
          ...{ deleted, counts: false },
          ...(options.experiment !== undefined && { experiment: options.experiment }),
        });
        const columns = columnsOf(options, keys);
        const listed = await readPages(session.call, {
          ...selectionOf(options),
          ...{ deleted, columns, offset: options.offset, limit: options.limit },
          ...treeOf(options, parent),
          orderBy:
            viewOrder ??
            (options.orderBy ?? []).map((key) => ({ key, descending: options.ascending !== true })),
        });
        for (const doubt of doubtsAbout(options.filter, keys)) terminal.note(doubt);
        if (listed.total === 0) await noteUnknownExperiment({ session, terminal }, options.experiment);
        terminal.result({ ...listed, columns }, () => describePage(listed, columns, options.offset));
      }),
    );

  addSelectionOptions(runs.command('save-table <file>'))
    .description('save a table of runs: CSV, Excel, JSON Lines or Parquet, by the ending of the file')
    .addOption(
      new Option('--format <format>', 'whatever the ending of the file').choices([...tableFormat.options]),
    )
    .option('--columns <columns>', columnsHelp)
    .option('--all-columns', 'every parameter, metric and tag')
    .option('--order-by <key>', 'a column; for several, the most important first', collect)
    .option('--ascending', 'smallest first')
    .option('--trash', 'those in the trash instead')
    .option('--overwrite', 'replace a file that is there already')
    .action(
      onProject(
        async (
          { session, terminal },
          file: string,
          options: ListOptions & { overwrite?: boolean; format?: TableFormat },
        ) => {
          const deleted = options.trash === true;
          const keys = await session.call('runs.keys', {
            ...{ deleted, counts: false },
            ...(options.experiment !== undefined && { experiment: options.experiment }),
          });
          const saved = await session.call('runs.saveTable', {
            ...selectionOf(options),
            ...{ deleted, columns: columnsOf(options, keys), out: resolve(file) },
            ...{ format: options.format ?? formatOf(file), overwrite: options.overwrite === true },
            orderBy: (options.orderBy ?? []).map((key) => ({ key, descending: options.ascending !== true })),
          });
          if (saved.rows === 0) await noteUnknownExperiment({ session, terminal }, options.experiment);
          terminal.result(saved, () =>
            [
              `${countOf(saved.rows, 'run')} with ${countOf(saved.columns, 'column')} in ${saved.out}, ${formatBytes(saved.sizeBytes)}`,
              ...saved.notes,
            ].join('\n'),
          );
        },
      ),
    );

  runs
    .command('keys')
    .description('list the parameters, metrics and tags that runs have')
    .option('--experiment <name>', 'only runs of this experiment')
    .action(
      onProject(async ({ session, terminal }, { experiment }: SelectionOptions) => {
        const keys = await session.call('runs.keys', { ...(experiment !== undefined && { experiment }) });
        if (keys.metrics.length + keys.parameters.length + keys.tags.length === 0)
          await noteUnknownExperiment({ session, terminal }, experiment);
        const row =
          (prefix: 'parameter' | 'metric' | 'tag', what: string) =>
          (key: { name: string; runs: number | null }) => [
            printKey({ entity: prefix, name: key.name }),
            formatNumber(key.runs),
            what,
          ];
        terminal.result(keys, () =>
          formatTable(
            [{ title: 'key' }, { title: 'runs', align: 'right' }, { title: 'kind' }],
            [
              ...keys.metrics.map((key) => row('metric', goalWords(key.goal))(key)),
              ...keys.parameters.map((key) => row('parameter', key.kind)(key)),
              ...keys.tags.map(row('tag', 'text')),
            ],
          ),
        );
      }),
    );

  addSelectionOptions(runs.command('group').description('group runs by columns, with counts and means'))
    .argument('<columns>', 'such as: params.learner,dataset')
    .option('--columns <columns>', `means of these ${columnsHelp}`)
    .option('--order-by <key>', 'runs, a column grouped by, or the mean of a column', 'runs')
    .option('--ascending', 'smallest first')
    .option('--limit <number>', 'at most so many groups', wholeNumber, 50)
    .option('--offset <number>', 'after so many', wholeNumber, 0)
    .action(
      onProject(
        async ({ session, terminal }, by: string, options: ListOptions & { orderBy: string | string[] }) => {
          const columns = splitColumns(options.columns ?? '');
          const grouped = await session.call('runs.listGroups', {
            ...selectionOf(options),
            ...{ by: splitColumns(by), columns, offset: options.offset, limit: options.limit },
            orderBy: { key: String(options.orderBy), descending: options.ascending !== true },
          });
          if (grouped.total === 0) await noteUnknownExperiment({ session, terminal }, options.experiment);
          terminal.result(grouped, () =>
            [
              formatTable(
                [
                  ...splitColumns(by).map((title) => ({ title })),
                  ...['runs', ...columns].map((title) => ({ title, align: 'right' as const })),
                ],
                grouped.groups.map(({ values, runs: count, means }) => [
                  ...values.map((value) => cell(value ?? undefined)),
                  formatNumber(count),
                  ...columns.map((column) => meanText(means[column], count)),
                ]),
              ),
              restOf(grouped.groups.length, grouped.total, options.offset, 'group'),
            ].join('\n'),
          );
        },
      ),
    );
};

const columnsOf = (options: ListOptions, keys: Keys): string[] => {
  const asked = splitColumns(options.columns ?? '');
  const ordered = options.orderBy ?? [];
  if (options.allColumns === true)
    return [
      ...new Set([
        ...asked,
        ...keys.metrics.map(({ name }) => printKey({ entity: 'metric', name })),
        ...keys.parameters.map(({ name }) => printKey({ entity: 'parameter', name })),
        ...keys.tags.map(({ name }) => printKey({ entity: 'tag', name })),
      ]),
    ];
  return asked.length > 0 ? asked : [...new Set([...ordered, ...usualColumns(keys)])];
};

/** Where somebody looks first. */
const usualColumns = (keys: Keys): string[] => [
  ...keys.parameters.filter(({ name }) => name === 'learner').map(() => 'params.learner'),
  'dataset',
  ...keys.telling.metrics.slice(0, 5).map((name) => printKey({ entity: 'metric', name })),
  'duration',
  'start_time',
];

const formatsByEnding: Readonly<Record<string, TableFormat>> = {
  '.csv': 'csv',
  '.xlsx': 'xlsx',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
};

const formatOf = (file: string): TableFormat => {
  const ending = extname(file).toLowerCase();
  const format = Object.entries(formatsByEnding).find(([each]) => each === ending)?.[1];
  if (format !== undefined) return format;
  throw new EngineError(
    'invalid-input',
    `“${file}” ends in none of ${Object.keys(formatsByEnding).join(', ')}. Name one of them, or the format: --format csv`,
  );
};

const mostAtOnce = 1000;

/** As many pages as it takes: an answer of the engine is a page, what a person asks for may be more. */
const readPages = async (
  ask: CommandContext['session']['call'],
  input: CommandInput<'runs.list'> & { offset: number; limit: number },
): Promise<{ runs: RunListRow[]; total: number }> => {
  const rows: RunListRow[] = [];
  for (;;) {
    const limit = Math.min(mostAtOnce, input.limit - rows.length);
    const { runs, total } = await ask('runs.list', { ...input, offset: input.offset + rows.length, limit });
    rows.push(...runs);
    if (rows.length >= input.limit || runs.length === 0) return { runs: rows, total };
  }
};

const describePage = (
  { runs, total }: { runs: readonly RunListRow[]; total: number },
  columns: readonly string[],
  offset: number,
): string => {
  if (runs.length === 0)
    return total === 0 ? 'No runs.' : `${countOf(total, 'run')}, none after ${formatNumber(offset)}.`;
  const isNumeric = (column: string): boolean => {
    const key = readRunColumn(column);
    return key.entity === 'metric' || runs.every(({ values }) => typeof values[column] !== 'string');
  };
  return [
    formatTable(
      [
        ...['run', 'id', 'status'].map((title) => ({ title })),
        ...columns.map((title) => ({
          title,
          align: isNumeric(title) ? ('right' as const) : ('left' as const),
        })),
      ],
      runs.map(({ name, id, status, values, fromChildren }) => [
        name,
        id.slice(0, 8),
        status,
        ...columns.map((column) => {
          const below = fromChildren[column];
          if (below === undefined) return valueText(column, values[column]);
          return `(${formatNumber(below.value)} of ${formatNumber(below.runs)})`;
        }),
      ]),
    ),
    restOf(runs.length, total, offset, 'run'),
  ].join('\n');
};

/** Nothing is left out without a word. */
const restOf = (shown: number, total: number, offset: number, what: string): string =>
  offset + shown >= total && offset === 0
    ? countOf(total, what)
    : `${formatNumber(offset + 1)} to ${formatNumber(offset + shown)} of ${countOf(total, what)}${
        offset + shown < total ? `; more with --offset ${offset + shown}` : ''
      }`;

const cell = (value: ColumnValue | undefined): string =>
  value === undefined ? '' : typeof value === 'number' ? formatNumber(value) : value;

const valueText = (column: string, value: ColumnValue | undefined): string =>
  value === undefined ? '' : columnText(column, value, Date.now());

const meanText = (mean: { mean: number; n: number } | undefined, runs: number): string =>
  mean === undefined ? '' : `${formatNumber(mean.mean)}${mean.n === runs ? '' : ` (n = ${mean.n})`}`;

const goalWords = (goal: 'maximize' | 'minimize' | null): string =>
  goal === null ? 'metric' : goal === 'maximize' ? 'metric, more is better' : 'metric, less is better';
