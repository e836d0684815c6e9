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
  readonly by: string;
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
  const places = placesByGroup(table.text(by));
  if (places.size > mostGroups) throw tooManyGroups(by, places.size);
  if (reference !== undefined && !places.has(reference)) throw noGroup(reference, [...places.keys()]);
  const groups = [...places].map(([name, members]) => ({
    name,
    values: members.map((place) => values[place] ?? null),
    ...(pairs !== undefined && { pairingKeys: members.map((place) => pairs[place] ?? null) }),
  }));
  const compared = compareGroups({ groups, goal, question, level, seed, reference });
  return {
    ...compared,
    ...{ metric, by, aggregate, goal },
    members: [...places.values()].map((members, index) => ({
      runs: members.map((place) => table.ids[place]!),
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

/** Positions of runs by group; groups stand by number where they are numbers, and by name. */
const placesByGroup = (names: readonly (string | null)[]): Map<string, number[]> => {
  const places = new Map<string, number[]>();
  for (const [place, name] of names.entries()) {
    const known = places.get(name ?? notSet);
    if (known === undefined) places.set(name ?? notSet, [place]);
    else known.push(place);
  }
  return new Map([...places].sort(([a], [b]) => compareTexts(a, b)));
};

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
