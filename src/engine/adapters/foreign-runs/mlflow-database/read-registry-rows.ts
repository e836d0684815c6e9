import type { Entries, ForeignItem, ForeignModelVersion } from '../../../ports/foreign-runs.ts';
import { parseTimeMs, parseWholeNumber } from '../mlflow/identifiers.ts';
import { locateModelFolder } from '../mlflow/locate-model.ts';
import { skipped } from '../skipped.ts';
import type { DatabaseReading } from './reading.ts';
import { type Row, textOf } from './tables.ts';
import { inDefaultWorkspace, rowsInOtherWorkspaces } from './workspaces.ts';

const modelColumns = ['name', 'creation_time', 'last_updated_time', 'description'];
const versionColumns = [
  'name',
  'version',
  'creation_time',
  'last_updated_time',
  'description',
  'user_id',
  'current_stage',
  'source',
  'storage_location',
  'run_id',
  'run_link',
  'status',
  'status_message',
];

/** Registered models of the default workspace, each followed by its versions: those of others may have the same names. */
export function* readRegistryRows(reading: DatabaseReading): Generator<ForeignItem> {
  const { tables, file } = reading;
  if (!tables.has('registered_models')) return;
  const elsewhere = rowsInOtherWorkspaces(reading, 'registered_models');
  if (elsewhere > 0)
    yield skipped('registered-model', file, 'They are of other workspaces than the default one.', {
      count: elsewhere,
    });
  const rest = `WHERE ${inDefaultWorkspace(reading, 'registered_models')} ORDER BY name`;
  for (const row of tables.selectText('registered_models', modelColumns, rest).iterate()) {
    const name = textOf(row, 'name') ?? '';
    yield {
      kind: 'registered-model',
      name,
      description: textOf(row, 'description'),
      createdAtMs: parseTimeMs(textOf(row, 'creation_time')),
      updatedAtMs: parseTimeMs(textOf(row, 'last_updated_time')),
      tags: entriesOf(reading, 'registered_model_tags', ['key', 'value'], 'name = ?', [name]),
      aliases: entriesOf(reading, 'registered_model_aliases', ['alias', 'version'], 'name = ?', [name]),
    };
    yield* readVersions(reading, name);
  }
}

/** What MLflow writes into a deleted version. */
const deletedStage = 'Deleted_Internal';

function* readVersions(reading: DatabaseReading, name: string): Generator<ForeignItem> {
  const { tables, file } = reading;
  if (!tables.has('model_versions')) return;
  const rows = tables.selectText(
    'model_versions',
    versionColumns,
    `WHERE name = ? AND ${inDefaultWorkspace(reading, 'model_versions')} ORDER BY version`,
  );
  for (const row of rows.iterate(name)) {
    const version = parseWholeNumber(textOf(row, 'version') ?? '');
    if (version === undefined) yield skipped('model-version', file, `A version of ${name} has no number.`);
    else if (textOf(row, 'current_stage') === deletedStage)
      yield skipped('model-version', file, 'The version was deleted.');
    else yield toVersion(reading, row, { name, version });
  }
}

const toVersion = (
  reading: DatabaseReading,
  row: Row,
  { name, version }: { name: string; version: number },
): ForeignModelVersion => {
  const source = textOf(row, 'source');
  const storageLocation = textOf(row, 'storage_location');
  return {
    kind: 'model-version',
    name,
    version,
    stage: textOf(row, 'current_stage'),
    description: textOf(row, 'description'),
    user: textOf(row, 'user_id'),
    status: textOf(row, 'status'),
    statusMessage: textOf(row, 'status_message'),
    createdAtMs: parseTimeMs(textOf(row, 'creation_time')),
    updatedAtMs: parseTimeMs(textOf(row, 'last_updated_time')),
    runId: textOf(row, 'run_id') || null,
    runLink: textOf(row, 'run_link') || null,
    // The database does not keep it, but the address of a logged model holds it.
    modelId: /^models:\/(m-[0-9a-f]{32})$/.exec(source ?? '')?.[1] ?? null,
    source,
    storageLocation,
    folder: locateModelFolder([storageLocation, source], reading.locator),
    tags: entriesOf(reading, 'model_version_tags', ['key', 'value'], 'name = ? AND version = ?', [
      name,
      version,
    ]),
  };
};

const entriesOf = (
  reading: DatabaseReading,
  table: string,
  [key, value]: readonly [string, string],
  condition: string,
  values: readonly (string | number)[],
): Entries =>
  reading.tables.has(table)
    ? reading.tables
        .selectText(
          table,
          [key, value],
          `WHERE ${condition} AND ${inDefaultWorkspace(reading, table)} ORDER BY ${key}`,
        )
        .all(...values)
        .map((row) => [textOf(row, key) ?? '', textOf(row, value) ?? ''] as const)
    : [];
