import type { runListsContract } from '../../../shared/contract/run-lists.ts';
import { EngineError } from '../../../shared/errors.ts';
import { metricGoalOf } from '../../../shared/model/metric-goal.ts';
import { tellingMetrics } from '../../../shared/model/metric-order.ts';
import { tellingParameters } from '../../../shared/model/parameter-order.ts';
import { type RunColumn, readRunColumn } from '../../../shared/model/run-column.ts';
import type { ChildAggregate } from '../../../shared/model/run-view.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { QueryError } from '../../../shared/query/query-error.ts';
import { type QuerySurroundings, resolveKey, resolveQuery } from '../../../shared/query/resolve.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { type ColumnValues, dataOfRuns, wholeColumn } from '../../store/run-column-values.ts';
import { bestByDataset, groupRuns, isConstant, meanOf, type RunGroup } from '../../store/run-groups.ts';
import { newestUses, usedValues } from '../../store/run-keys.ts';
import { listRows, type ShownColumn } from '../../store/run-list-rows.ts';
import {
  createRunLists,
  type FromChildren,
  type RunList,
  type RunOrder,
  type RunSelection,
} from '../../store/run-lists.ts';
import { idsOfNumbers, numbersOfIds } from '../../store/run-number.ts';
import { conditionOf } from '../../store/run-query.ts';
import { childFigures } from './child-figures.ts';
import { createKeyCounts } from './key-counts.ts';
import { othersAreAnswered } from './others-are-answered.ts';
import { sortGroups } from './sort-groups.ts';

type Services = Pick<ProjectServices, 'store' | 'settings' | 'clock'>;
type Given = {
  experiment?: string | undefined;
  filter?: string | undefined;
  deleted: boolean;
};
type Part =
  | { of: 'roots' }
  | { of: 'children'; parent: string }
  | { of: 'group'; by: string[]; values: (string | number | null)[] };

/** Tables of runs: pages of lists, groups, keys and their values. */
export const createRunListsArea = ({ store, settings, clock }: Services) => {
  const { reader } = store;
  const lists = createRunLists(reader);
  const keyCounts = createKeyCounts({ reader, clock });

  const surroundingsNow = (): QuerySurroundings => {
    const { metricGoals } = settings.read();
    // To the minute, so that the pages of one list are cut from one list.
    const nowMs = Math.floor(clock.nowMs() / 60_000) * 60_000;
    return { nowMs, goalOf: (metric) => metricGoalOf(metric, metricGoals) };
  };
  const columnsOf = (texts: readonly string[]): RunColumn[] => {
    const { goalOf } = surroundingsNow();
    return texts.map((text) => resolveKey(readRunColumn(text), goalOf) as RunColumn);
  };
  const valuesOf = (text: string): ColumnValues => lists.columnOf(columnsOf([text])[0]!);

  const selectionOf = ({ experiment, filter, deleted }: Given): RunSelection => ({
    experiment,
    condition: conditionFrom(filter, surroundingsNow()),
    deleted,
  });
  const orderOf = (orderBy: readonly { key: string; descending: boolean }[]): RunOrder[] => {
    const columns = columnsOf(orderBy.map(({ key }) => key));
    return columns.map((column, index) => ({ column, descending: orderBy[index]?.descending ?? true }));
  };

  const groupsOf = (selection: RunSelection, order: readonly RunOrder[], by: readonly string[]): RunGroup[] =>
    lists.remembered(JSON.stringify([selection, order, 'groups', by]), () =>
      groupRuns(lists.ordered(selection, order), by.map(valuesOf)),
    );

  const fromChildrenOf = (how: ChildAggregate | undefined): FromChildren | undefined => {
    if (how === undefined) return undefined;
    const { goalOf } = surroundingsNow();
    return { how, goalOf: ({ entity, name }) => (entity === 'metric' ? goalOf(name) : null) };
  };

  const listOf = (
    selection: RunSelection,
    order: readonly RunOrder[],
    part: Part | undefined,
    fromChildren?: FromChildren,
  ): RunList => {
    if (part === undefined) return lists.ordered(selection, order);
    if (part.of === 'roots') return lists.forest(selection, order, fromChildren).roots;
    if (part.of === 'children') {
      const [parent] = numbersOfIds(reader, [part.parent]);
      return parent === undefined ? [] : lists.forest(selection, order, fromChildren).childrenOf(parent);
    }
    const wanted = JSON.stringify(part.values);
    return (
      groupsOf(selection, order, part.by).find(({ values }) => JSON.stringify(values) === wanted)?.runs ?? []
    );
  };

  const handlers = {
    'runs.list': async ({ columns, offset, limit, locate, orderBy, part, ...given }) => {
      const selection = selectionOf(given);
      const order = orderOf(orderBy);
      const isTree = part?.of === 'roots' || part?.of === 'children';
      const fromChildren = isTree ? fromChildrenOf(given.fromChildren) : undefined;
      const list = listOf(selection, order, part, fromChildren);
      const texts = [...new Set(columns)];
      const resolved = columnsOf(texts);
      const shown = texts.map((text, index): ShownColumn => ({ text, column: resolved[index]! }));
      const runs = list.slice(offset, offset + limit);
      const childrenOf = isTree ? lists.forest(selection, order, fromChildren).childrenOf : undefined;
      return {
        runs: listRows(reader, {
          ...{ runs, columns: shown },
          childrenOf,
          ...(childrenOf !== undefined &&
            fromChildren !== undefined && {
              figuresOf: await childFigures({
                ...{ reader, lists, selection, runs },
                columns: shown,
                childrenOf,
                fromChildren,
              }),
            }),
        }),
        total: list.length,
        places: locate.map((id) => placeOf(list, numbersOfIds(reader, [id])[0])),
      };
    },

    'runs.ids': ({ orderBy, part, offset, limit, fromChildren, ...given }) => {
      const list = listOf(selectionOf(given), orderOf(orderBy), part, fromChildrenOf(fromChildren));
      const end = limit === undefined ? list.length : offset + limit;
      return { ids: idsOfNumbers(reader, list.slice(offset, end)) };
    },

    'runs.countAmong': ({ runs, ...given }) => {
      const matching = new Set(lists.ordered(selectionOf(given), []));
      return { matching: numbersOfIds(reader, runs).filter((run) => matching.has(run)).length };
    },

    'runs.keys': async (scope) => {
      const { parameters, metrics, tags } = await keyCounts(scope);
      const { goalOf } = surroundingsNow();
      const names = metrics.map(({ name }) => name);
      const parameterUses = newestUses(reader, 'parameter', scope);
      return {
        telling: {
          metrics: tellingMetrics(names, newestUses(reader, 'metric', scope)),
          parameters: tellingParameters(
            new Map(
              parameters.flatMap(({ name, kind }) => {
                const use = parameterUses.get(name);
                return use === undefined ? [] : [[name, { ...use, kind }]];
              }),
            ),
          ),
        },
        parameters,
        metrics: metrics.map((metric) => ({ ...metric, goal: goalOf(metric.name) })),
        tags: tags.filter(({ name }) => !name.startsWith('mlflow.')),
      };
    },

    'runs.values': ({ key, ...request }) => {
      const column = readRunColumn(key);
      if (column.entity !== 'metric') return usedValues(reader, column, request);
      throw new EngineError(
        'invalid-input',
        `“${key}” is a metric, whose values hardly ever repeat. Ask for values of params.KEY, tags.KEY or a fact such as status.`,
        { details: { key } },
      );
    },

    'runs.listGroups': async ({ by, columns, orderBy, offset, limit, locate, ...given }) => {
      const selection = selectionOf(given);
      const groups = groupsOf(selection, [], by);
      const sorted =
        orderBy === undefined
          ? groups
          : lists.remembered(JSON.stringify([selection, 'sorted groups', by, orderBy]), () =>
              sortGroups({ groups, by, orderBy, columnOf: valuesOf }),
            );
      const page = sorted.slice(offset, offset + limit);
      const texts = [...new Set(columns)];
      const shown = columnsOf(texts).map((column, index) => ({
        ...{ text: texts[index] ?? '', column, key: JSON.stringify(column) },
      }));
      for (const { column, key } of shown) {
        const unknown = page.filter(({ means }) => !means.has(key));
        if (unknown.length === 0) continue;
        const values = wholeColumn(reader, column);
        for (const { runs, means } of unknown) means.set(key, meanOf(runs, values));
        await othersAreAnswered();
      }
      return {
        groups: page.map(({ values, runs, means }) => ({
          ...{ values: [...values], runs: runs.length },
          means: Object.fromEntries(
            shown.flatMap(({ text, key }) => {
              const mean = means.get(key);
              return mean === undefined ? [] : [[text, mean]];
            }),
          ),
        })),
        places: locate.map((values) => placeOfGroup(sorted, values)),
        total: groups.length,
        totalRuns: lists.ordered(selection, []).length,
      };
    },

    'runs.best': async ({ columns, ...given }) => {
      const list = lists.ordered(selectionOf(given), []);
      const { goalOf } = surroundingsNow();
      const data = lists.remembered('data of runs', () => dataOfRuns(reader));
      const best: Record<string, ReturnType<typeof bestByDataset>> = {};
      for (const text of columns) {
        const { entity, name } = readRunColumn(text);
        const goal = entity === 'metric' ? goalOf(name) : null;
        if (goal === null) continue;
        const found = bestByDataset(list, { column: valuesOf(text), data, goal });
        if (found.length > 0) best[text] = found;
        await othersAreAnswered();
      }
      return { best };
    },

    'runs.constant': async ({ columns, ...given }) => {
      const list = lists.ordered(selectionOf(given), []);
      const constant: string[] = [];
      for (const text of columns) {
        if (isConstant(list, valuesOf(text))) constant.push(text);
        await othersAreAnswered();
      }
      return { constant };
    },
  } satisfies Handlers<typeof runListsContract>;

  /** Which runs and which columns, for whoever writes them elsewhere. */
  const tableOf = ({
    columns,
    orderBy,
    runs,
    ...given
  }: Given & {
    columns: readonly string[];
    orderBy: readonly { key: string; descending: boolean }[];
    runs?: readonly string[] | undefined;
  }): WholeTable => ({
    runs:
      runs === undefined ? lists.ordered(selectionOf(given), orderOf(orderBy)) : numbersOfIds(reader, runs),
    columns: columnsOf(columns).map((column, index) => ({ text: columns[index] ?? '', column })),
  });
  return { handlers, tableOf };
};

export interface WholeTable {
  readonly runs: RunList;
  readonly columns: readonly ShownColumn[];
}

const placeOfGroup = (
  groups: readonly RunGroup[],
  wanted: readonly (string | number | null)[],
): number | null => {
  const text = JSON.stringify(wanted);
  const place = groups.findIndex(({ values }) => JSON.stringify(values) === text);
  return place === -1 ? null : place;
};

const placeOf = (list: RunList, run: number | undefined): number | null => {
  const place = run === undefined ? -1 : list.indexOf(run);
  return place === -1 ? null : place;
};

const conditionFrom = (filter: string | undefined, surroundings: QuerySurroundings) => {
  try {
    const expression = parseQuery(filter ?? '');
    return expression === null ? null : conditionOf(resolveQuery(expression, surroundings));
  } catch (thrown) {
    if (!(thrown instanceof QueryError)) throw thrown;
    throw new EngineError('invalid-input', thrown.message, {
      details: { position: thrown.position, end: thrown.end, fix: thrown.fix, filter },
    });
  }
};
