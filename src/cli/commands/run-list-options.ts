import type { Command } from 'commander';
import { closestName } from '../../shared/closest-name.ts';
import type { CommandOutput } from '../../shared/contract/index.ts';
import { EngineError } from '../../shared/errors.ts';
import { childAggregate } from '../../shared/model/run-view.ts';
import { checkQuery } from '../../shared/query/check.ts';
import { emptyVocabulary } from '../../shared/query/vocabulary.ts';
import type { CommandContext } from '../command-line.ts';

/** Which runs: for everything that acts on a list of them. */
export interface SelectionOptions {
  experiment?: string;
  filter?: string;
}

export const addSelectionOptions = (command: Command): Command =>
  command
    .option('--experiment <name>', 'only runs of this experiment')
    .option('--filter <query>', "such as: metrics.roc_auc > 0.8 and params.learner = 'gbdt'");

export const selectionOf = ({ experiment, filter }: SelectionOptions) => ({
  ...(experiment !== undefined && { experiment }),
  ...(filter !== undefined && { filter }),
});

/** What the window marks in a filter: keys that no run has, and values that cannot be. */
export const doubtsAbout = (filter: string | undefined, keys: CommandOutput<'runs.keys'>): string[] => {
  const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);
  const { problems } = checkQuery(filter ?? '', {
    ...emptyVocabulary,
    metrics: names(keys.metrics),
    parameters: names(keys.parameters),
    tags: names(keys.tags),
  });
  return problems.filter(({ severity }) => severity === 'doubt').map(({ message }) => message);
};

/** Says so when there is no experiment of the name that a list was narrowed to. */
export const noteUnknownExperiment = async (
  { session, terminal }: Pick<CommandContext, 'session' | 'terminal'>,
  wanted: string | undefined,
): Promise<void> => {
  if (wanted === undefined) return;
  const names = (await session.call('experiments.list', {})).map(({ name }) => name);
  if (names.includes(wanted)) return;
  const close = closestName(wanted, names);
  terminal.note(`There is no experiment “${wanted}”.${close === undefined ? '' : ` Did you mean ${close}?`}`);
};

export interface ListOptions extends SelectionOptions {
  columns?: string;
  allColumns?: boolean;
  orderBy?: string[];
  ascending?: boolean;
  trash?: boolean;
  nested?: boolean;
  below?: string;
  fromNested?: string;
  view?: string;
  limit: number;
  offset: number;
}

/** What a saved table says, where no option says otherwise. */
export const withView = async (
  call: CommandContext['session']['call'],
  given: ListOptions,
): Promise<{ options: ListOptions; viewOrder?: { key: string; descending: boolean }[] }> => {
  if (given.view === undefined) return { options: given };
  const { views } = await call('views.list', {});
  const view = views.find(({ name }) => name === given.view);
  if (view === undefined)
    throw new EngineError(
      'not-found',
      `There is no view “${given.view}”. There are: ${views.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  const { filter, experiment, columns, nested, fromChildren, orderBy } = view;
  const options = {
    ...(filter !== '' && { filter }),
    ...(experiment !== '' && { experiment }),
    ...(columns.length > 0 && { columns: columns.map(({ key }) => key).join(',') }),
    ...(nested && { nested }),
    ...(nested && fromChildren !== undefined && { fromNested: fromChildren }),
    ...given,
  };
  return given.orderBy === undefined ? { options, viewOrder: orderBy } : { options };
};

/** Which level of nested runs, and what stands for a parent. */
export const treeOf = ({ nested, fromNested }: ListOptions, parent: string | undefined) => {
  if (nested !== true && parent === undefined) {
    if (fromNested === undefined) return {};
    throw new EngineError('invalid-input', '--from-nested goes with --nested or --below.');
  }
  const how = fromNested === undefined ? undefined : childAggregate.safeParse(fromNested).data;
  if (fromNested !== undefined && how === undefined)
    throw new EngineError(
      'invalid-input',
      `“${fromNested}” is nothing to take of nested runs. Write one of ${childAggregate.options.join(', ')}.`,
    );
  return {
    part: parent === undefined ? { of: 'roots' as const } : { of: 'children' as const, parent },
    ...(how !== undefined && { fromChildren: how }),
  };
};
