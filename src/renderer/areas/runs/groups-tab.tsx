import { useEffect, useMemo } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { DifferenceVerdict } from '../../../shared/model/comparison/difference.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Badge,
  BoxChart,
  GroupBars,
  Inline,
  NumberCell,
  Panel,
  Segments,
  Select,
  Stack,
  Text,
} from '../../ui/index.ts';
import type { ChartRuns } from './chart-runs.ts';
import {
  configurationColumns,
  groupColumns,
  isRepetition,
  metricNames,
  metricsToBegin,
  pairColumns,
} from './comparison-columns.ts';
import styles from './runs.module.css';
import { usePageChoice, usePageSetting } from './use-page-setting.ts';

type Groups = CommandOutput<'runs.groups'>;

const words: Record<DifferenceVerdict, { text: string; meaning: 'accent' | 'neutral' | 'warning' }> = {
  real: { text: 'real', meaning: 'accent' },
  'not-shown': { text: 'not shown', meaning: 'neutral' },
  'too-few-runs': { text: 'too few runs', meaning: 'warning' },
};

const figureTitles = [
  ...['group', 'runs', 'mean', '95 % interval', 'interquartile mean', 'median'],
  ...['standard deviation', 'standard error', 'min to max'],
];

function RangeCell({ low, high }: { low: number | null; high: number | null }) {
  return low === null || high === null ? (
    <Text tone="muted">–</Text>
  ) : (
    <>
      <NumberCell value={low} keepZeros /> to <NumberCell value={high} keepZeros />
    </>
  );
}

function Figures({ groups }: { groups: Groups['groups'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Groups">
      <table className={styles.metricTable}>
        <thead>
          <tr>
            {figureTitles.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, summary }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                {summary.n}
                {summary.missing + summary.infinite > 0 && (
                  <Text tone="muted" size="small">
                    {' '}
                    and {summary.missing + summary.infinite} without a number
                  </Text>
                )}
              </td>
              <td>
                <NumberCell value={summary.mean} keepZeros />
              </td>
              <td>
                <RangeCell low={summary.interval?.low ?? null} high={summary.interval?.high ?? null} />
              </td>
              <td>
                <NumberCell value={summary.interquartileMean} keepZeros />
              </td>
              <td>
                <NumberCell value={summary.median} keepZeros />
              </td>
              <td>
                <NumberCell value={summary.standardDeviation} keepZeros />
              </td>
              <td>
                <NumberCell value={summary.standardError} keepZeros />
              </td>
              <td>
                <RangeCell low={summary.min} high={summary.max} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const saidAtOnce = 20;

/** The clearest first. */
function Verdicts({ differences, sentences }: Pick<Groups, 'differences' | 'sentences'>) {
  const ordered = differences
    .map((difference, index) => ({ difference, sentence: sentences[index] ?? '' }))
    .sort((one, other) => (one.difference.adjustedPValue ?? 2) - (other.difference.adjustedPValue ?? 2));
  return (
    <ul className={styles.verdicts}>
      {ordered.slice(0, saidAtOnce).map(({ difference, sentence }) => (
        <li key={`${difference.reference} ${difference.candidate}`}>
          <Badge meaning={words[difference.verdict].meaning}>{words[difference.verdict].text}</Badge>
          <Text selectable>{sentence}</Text>
        </li>
      ))}
      {ordered.length > saidAtOnce && (
        <li>
          <Text tone="muted">
            The {saidAtOnce} clearest of {ordered.length} pairs.
          </Text>
        </li>
      )}
    </ul>
  );
}

const boxesOf = ({ groups, members }: Groups) =>
  groups.map(({ name, summary: { mean, interval } }, index) => ({
    name,
    box: members[index]?.box ?? null,
    values: members[index]?.values ?? [],
    average: mean,
    mean: mean === null || interval === null ? null : { value: mean, ...interval },
  }));

/** What is compared in groups. */
export interface Grouping {
  by: string | string[];
  metric: string;
  pairBy?: string;
  reference?: string;
}

/** Groups of runs that differ in nothing but their repetition. */
const byConfiguration = 'configuration';
const eachOther = 'each other';

/** Runs in groups: is one really better than another? `onGrouping` hears what is looked at. */
export function GroupsTab({
  runs,
  onGrouping,
}: {
  runs: ChartRuns;
  onGrouping?: (grouping: Grouping) => void;
}) {
  const { ids, aggregate } = runs;
  const columns = groupColumns(runs.columns, ids.length);
  const pairs = pairColumns(runs.columns);
  const metrics = metricNames(runs.columns);
  const configuration = useMemo(() => configurationColumns(runs.columns), [runs.columns]);
  const options = [
    ...(configuration.length > 0 ? [{ value: byConfiguration, label: 'all parameters but the seed' }] : []),
    ...columns,
  ];
  const title = (key: string) => columns.find(({ value }) => value === key)?.label ?? key;
  const telling = columns.filter(({ value }) => !isRepetition(value));
  const [by, chooseBy] = usePageChoice(
    'groups by',
    (telling.find(({ value }) => value.startsWith('params.')) ?? telling[0] ?? columns[0])?.value ?? null,
    options,
  );
  const [metric, setMetric] = usePageChoice(
    'groups metric',
    metricsToBegin(runs.columns, ids.length)[0] ?? null,
    metrics.map((value) => ({ value })),
  );
  const [pairBy, setPairBy] = usePageChoice('groups pairs', 'none', pairs);
  const [reference, setReference] = usePageSetting('groups reference', eachOther, { ofTheseRuns: true });
  const setBy = (next: string) => {
    chooseBy(next);
    setReference(eachOther);
  };
  const [look, setLook] = usePageSetting<'boxes' | 'bars'>('groups look', 'boxes');
  const grouping = useMemo(
    (): Grouping => ({
      by: by === byConfiguration ? configuration : (by ?? ''),
      metric: metric ?? '',
      ...(pairBy !== 'none' && { pairBy }),
      ...(reference !== eachOther && { reference }),
    }),
    [by, configuration, metric, pairBy, reference],
  );
  const isAsked = by !== null && metric !== null;
  const groups = useQuery(
    'runs.groups',
    { runs: [...ids], aggregate, ...grouping },
    { enabled: isAsked, keepPrevious: true },
  );
  useEffect(() => {
    if (isAsked) onGrouping?.(grouping);
  }, [isAsked, grouping, onGrouping]);
  const names = groups.data?.groups.map(({ name }) => name) ?? (reference === eachOther ? [] : [reference]);
  const GroupsChart = look === 'boxes' ? BoxChart : GroupBars;
  if (by === null || metric === null)
    return (
      <div className={styles.padded}>
        <Text tone="muted">
          Groups are made of runs that share a value, such as several seeds of each learner. No parameter, tag
          or dataset of these runs has a value twice.
        </Text>
      </div>
    );
  return (
    <div className={styles.padded}>
      <Stack>
        <Inline align="end">
          <Select label="Group by" inline value={by} onChange={setBy} options={options} />
          <Select
            label="Metric"
            inline
            value={metric}
            onChange={setMetric}
            options={metrics.map((name) => ({ value: name, label: name }))}
          />
          <Select
            label="In pairs by"
            inline
            value={pairBy}
            onChange={setPairBy}
            options={[{ value: 'none', label: 'Not paired' }, ...pairs.filter(({ value }) => value !== by)]}
          />
          <Select
            label="Compared with"
            inline
            value={reference}
            onChange={setReference}
            options={[eachOther, ...names].map((name) => ({ value: name, label: name }))}
          />
        </Inline>
        <QueryState query={groups} what="The groups">
          {(data) => (
            <Stack>
              <Panel title="Is the difference real?">
                <Stack>
                  {data.pairing !== null && <Text tone="warning">{data.pairing}</Text>}
                  <Verdicts {...data} />
                </Stack>
              </Panel>
              <Panel title={`${data.metric} of each group`} flush>
                <Figures groups={data.groups} />
              </Panel>
              <Panel
                title={`${data.metric} by ${title(data.by)}`}
                actions={
                  <Segments
                    label="How groups are drawn"
                    value={look}
                    onChange={setLook}
                    options={[
                      { value: 'boxes', label: 'Boxes' },
                      { value: 'bars', label: 'Bars of means' },
                    ]}
                  />
                }
              >
                <GroupsChart
                  label={`${data.metric} by ${title(data.by)}`}
                  xLabel={title(data.by)}
                  yLabel={data.metric}
                  groups={boxesOf(data)}
                />
              </Panel>
            </Stack>
          )}
        </QueryState>
      </Stack>
    </div>
  );
}
