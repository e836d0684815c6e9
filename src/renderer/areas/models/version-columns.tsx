import type { ModelVersion } from '../../../shared/model/registry.ts';
import { type DataColumn, formatNumber } from '../../ui/index.ts';
import { AliasFlags } from './alias-flags.tsx';
import { byRank } from './main-metric.ts';

const mostMetrics = 6;

const fixed: DataColumn<ModelVersion>[] = [
  {
    id: 'version',
    header: 'version',
    kind: 'number',
    value: (version) => version.version,
    width: 72,
  },
  {
    id: 'aliases',
    header: 'aliases',
    value: (version) => version.aliases.join(' '),
    cell: (version) => <AliasFlags aliases={version.aliases} />,
    width: 200,
  },
  { id: 'run', header: 'from', value: (version) => version.runName ?? 'imported file', width: 140 },
];

const last: DataColumn<ModelVersion>[] = [
  {
    id: 'endpoints',
    header: 'serving',
    kind: 'number',
    value: (version) => version.endpoints.length,
    cell: (version) => (version.endpoints.length === 0 ? '' : formatNumber(version.endpoints.length)),
    width: 72,
  },
  { id: 'size', header: 'size', kind: 'bytes', value: (version) => version.sizeBytes, width: 80 },
  {
    id: 'registered',
    header: 'registered',
    kind: 'time',
    value: (version) => version.registeredAtMs,
    width: 120,
  },
];

/** One column a figure: those that say most, the rest waits in the column menu. */
export function versionColumns(versions: readonly ModelVersion[]): DataColumn<ModelVersion>[] {
  const names = [...new Set(versions.flatMap(({ metrics }) => Object.keys(metrics)))].sort(byRank);
  const figures = names.map(
    (name, place): DataColumn<ModelVersion> => ({
      id: `metric ${name}`,
      header: name,
      kind: 'number',
      value: ({ metrics }) => metrics[name] ?? null,
      width: Math.min(136, 48 + name.length * 7),
      hiddenAtFirst: place >= mostMetrics,
    }),
  );
  return [...fixed, ...figures, ...last];
}
