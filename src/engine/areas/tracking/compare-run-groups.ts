import { EngineError } from '../../../shared/errors.ts';
import { describeDifference } from '../../../shared/model/comparison/describe-difference.ts';
import { describePairing } from '../../../shared/model/comparison/describe-pairing.ts';
import { notSet } from '../../../shared/model/comparison/group-comparison.ts';
import type { MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { splitColumn } from '../../../shared/model/comparison/run-column.ts';
import { compareTexts } from '../../../shared/model/comparison/text-order.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { compareGroups } from '../../core/comparison/compare-groups.ts';
import { boxPlot } from '../../core/statistics/box-plot.ts';
import type { RunTable } from './run-table.ts';

export interface GroupsRequest {
  /** Several: runs that agree in all of them are a group. */
  readonly by: string | readonly string[];
  readonly metric: string;
  readonly aggregate: MetricAggregate;
  readonly pairBy?: string | undefined;
  readonly reference?: string | undefined;
  readonly question: 'means' | 'ranks';
  readonly level: number;
  readonly seed: number;
}

/** With more, groups are runs: nothing is told about any of them, and pairs are counted in millions. */
const mostGroups = 100;

/** Runs with one value of a column are a group. Their metric, and whether the groups differ in it. */
export const compareRunGroups = (
  table: RunTable,
  { goal, ...request }: GroupsRequest & { goal: MetricGoal | null },
) => {
  const { by, metric, aggregate, pairBy, reference, question, level, seed } = request;
  const values = table.metric(metric);
  const pairs = pairBy === undefined ? undefined : table.text(pairBy);
  const columns = typeof by === 'string' ? [by] : by;
  const title = columns.length === 1 ? columns[0]! : columns.map(titleOf).join(', ');
  const found = runsByGroup(columns, columns.map(table.text));
  if (found.length > mostGroups) throw tooManyGroups(title, found.length);
  const names = found.map(({ name }) => name);
  if (reference !== undefined && !names.includes(reference)) throw noGroup(reference, names);
  const groups = found.map(({ name, places }) => ({
    name,
    values: places.map((place) => values[place] ?? null),
    ...(pairs !== undefined && { pairingKeys: places.map((place) => pairs[place] ?? null) }),
  }));
  const compared = compareGroups({ groups, goal, question, level, seed, reference });
  return {
    ...compared,
    ...{ metric, by: title, aggregate, goal },
    members: found.map(({ places }, index) => ({
      runs: places.map((place) => table.ids[place]!),
      values: [...groups[index]!.values],
      box: boxPlot(groups[index]!.values.map((value) => value ?? Number.NaN)),
    })),
    sentences: compared.differences.map((difference) => describeDifference(difference, metric)),
    pairing:
      pairBy === undefined
        ? null
        : describePairing(compared.differences, splitColumn(pairBy)?.name ?? pairBy),
  };
};

interface FoundGroup {
  readonly name: string;
  readonly values: readonly string[];
  /** Positions of its runs. */
  readonly places: number[];
}

/** Groups stand by number where they are numbers, and by name; by the first column before the others. */
const runsByGroup = (
  columns: readonly string[],
  cells: readonly (readonly (string | null)[])[],
): FoundGroup[] => {
  const groups = new Map<string, FoundGroup>();
  const runs = cells[0]?.length ?? 0;
  for (let place = 0; place < runs; place += 1) {
    const values = cells.map((column) => column[place] ?? notSet);
    const key = JSON.stringify(values);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { name: nameOf(columns, values), values, places: [place] });
    else known.places.push(place);
  }
  return [...groups.values()].sort((one, other) => {
    const first = one.values.findIndex((value, column) => value !== other.values[column]);
    return first === -1 ? 0 : compareTexts(one.values[first]!, other.values[first]!);
  });
};

const titleOf = (column: string): string => splitColumn(column)?.name ?? column;

/** Of several columns each value with what it is of. */
const nameOf = (columns: readonly string[], values: readonly string[]): string =>
  columns.length === 1
    ? values[0]!
    : columns.map((column, index) => `${titleOf(column)} ${values[index]}`).join(', ');

const tooManyGroups = (by: string, count: number): EngineError =>
  new EngineError(
    'invalid-input',
    `${by} has ${count} different values in these runs; at most ${mostGroups} groups are compared. Choose a column with fewer, or fewer runs.`,
    { details: { by, groups: count } },
  );

const noGroup = (reference: string, names: readonly string[]): EngineError =>
  new EngineError('invalid-input', `There is no group “${reference}”. There are: ${names.join(', ')}.`, {
    details: { reference, groups: [...names] },
  });
