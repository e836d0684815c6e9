import { metricText } from '../../shared/model/column-text.ts';
import { formatBytes, formatDuration, formatMoment, formatRelativeTime } from '../../shared/model/format.ts';
import { originCode } from '../../shared/model/origin-code.ts';
import type { RunDetail } from '../../shared/model/run.ts';
import { formatTable } from '../terminal.ts';

type Columns = Parameters<typeof formatTable>[0];

/** Everything that is recorded of a run; of what there is nothing, there is no table. */
export const runText = (run: RunDetail): string =>
  [
    [`${run.name}  (${run.id})  ${run.status}  ${run.experiment}`, ...facts(run)].join('\n'),
    run.note,
    table([{ title: 'parameter' }, { title: 'value' }], Object.entries(run.parameters)),
    table(
      [{ title: 'metric' }, { title: 'value', align: 'right' }],
      Object.entries(run.metrics).map(([key, metric]) => [key, metricText(metric)]),
    ),
    table(
      [{ title: 'dataset' }, { title: 'for' }, { title: 'digest' }],
      run.datasets.map(({ name, version, role, digest }) => [
        version === null ? name : `${name}@${version}`,
        role,
        digest,
      ]),
    ),
    table([{ title: 'tag' }, { title: 'value' }], Object.entries(run.tags)),
    table(
      [{ title: 'artifact' }, { title: 'size', align: 'right' }, { title: 'SHA-256' }],
      run.artifacts.map(({ path, sizeBytes, digest }) => [
        path,
        formatBytes(sizeBytes),
        digest ?? 'in its source',
      ]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

const facts = (run: RunDetail): string[] => [
  `started ${formatMoment(run.startedAtMs)}, ${formatRelativeTime({ atMs: run.startedAtMs, nowMs: Date.now() })}${
    run.durationMs === null ? '' : `; took ${formatDuration(run.durationMs)}`
  }`,
  ...(run.isDeleted ? ['in the trash'] : []),
  ...(run.parentId === null ? [] : [`nested in ${run.parentId}`]),
  ...(run.models.length === 0 ? [] : [`registered as ${run.models.join(', ')}`]),
  ...(run.seed === null ? [] : [`seed ${run.seed}`]),
  ...codeOf(run),
  ...(run.linkedFrom === null ? [] : [`read in place from ${run.linkedFrom.title}: ${run.linkedFrom.path}`]),
];

const codeOf = (run: RunDetail): string[] => {
  const code = originCode(run);
  return code === null ? [] : [`code ${code.commit}${code.isDirty ? ' with uncommitted changes' : ''}`];
};

const table = (columns: Columns, rows: Parameters<typeof formatTable>[1]): string =>
  rows.length === 0 ? '' : formatTable(columns, rows);
