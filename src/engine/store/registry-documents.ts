import type { Reader, SqlValue } from '../ports/store-handles.ts';

/** Registered models and their versions as MLflow's clients read them. */

const versionColumns = `m.name, v.version, v.registered_at_ms, v.updated_at_ms, v.stage, v.description, v.source, v.run_id, v.run_link,
  (SELECT json_group_array(json_object('key', key, 'value', value)) FROM model_version_tags t
    WHERE t.model_id = v.model_id AND t.version = v.version) AS tags_json,
  (SELECT json_group_array(alias ORDER BY alias) FROM model_aliases a
    WHERE a.model_id = v.model_id AND a.version = v.version) AS aliases_json`;

/** Versions that are not removed, with `v` and `m` for conditions. */
const fromVersions = `FROM model_versions v JOIN registered_models m ON m.id = v.model_id
  WHERE v.removed_at_ms IS NULL AND m.removed_at_ms IS NULL`;

interface VersionRow {
  readonly name: string;
  readonly version: number;
  readonly registered_at_ms: number;
  readonly updated_at_ms: number;
  readonly stage: string;
  readonly description: string;
  readonly source: string | null;
  readonly run_id: string | null;
  readonly run_link: string;
  readonly tags_json: string;
  readonly aliases_json: string;
}

/** In lists MLflow leaves the aliases of a version out. */
const listedVersion = (row: VersionRow): object => ({
  name: row.name,
  version: String(row.version),
  creation_timestamp: row.registered_at_ms,
  last_updated_timestamp: row.updated_at_ms,
  current_stage: row.stage,
  description: row.description,
  source: row.source ?? (row.run_id === null ? '' : `runs:/${row.run_id}/model`),
  run_id: row.run_id ?? '',
  status: 'READY',
  ...unlessEmpty('tags', row.tags_json),
  run_link: row.run_link,
});

const versionDocument = (row: VersionRow): object => ({
  ...listedVersion(row),
  ...unlessEmpty('aliases', row.aliases_json),
});

const unlessEmpty = (name: string, json: string): object =>
  json === '[]' ? {} : { [name]: JSON.parse(json) as unknown };

/** `rest` goes on after `fromVersions`. */
const versionRows = (reader: Reader, rest: string, parameters: readonly SqlValue[]): VersionRow[] =>
  reader.all<VersionRow>(`SELECT ${versionColumns} ${fromVersions} ${rest}`, parameters);

const versionDocuments = (...call: Parameters<typeof versionRows>): object[] =>
  versionRows(...call).map(versionDocument);

/** As a search shows them; `rest` goes on after `fromVersions`. */
export const listedVersionDocuments = (...call: Parameters<typeof versionRows>): object[] =>
  versionRows(...call).map(listedVersion);

const latestOfStages = `AND v.version = (SELECT max(w.version) FROM model_versions w
  WHERE w.model_id = v.model_id AND w.stage = v.stage AND w.removed_at_ms IS NULL)`;

/** Stages in the order in which the first of their versions was registered. */
const byFirstOfStage = `ORDER BY (SELECT min(w.version) FROM model_versions w
  WHERE w.model_id = v.model_id AND w.stage = v.stage AND w.removed_at_ms IS NULL)`;

/** The newest version of each stage, or of each of `stages`. */
export const latestVersionDocuments = (
  reader: Reader,
  modelId: number,
  stages: readonly string[] | null,
): object[] =>
  versionDocuments(
    reader,
    `AND v.model_id = ? ${latestOfStages} AND (? IS NULL OR v.stage IN (SELECT value FROM json_each(?))) ${byFirstOfStage}`,
    [modelId, stages === null ? null : 1, JSON.stringify(stages)],
  );

export const findVersionDocument = (reader: Reader, name: string, version: number): object | undefined =>
  versionDocuments(reader, 'AND m.name = ? AND v.version = ?', [name, version])[0];

export const newestVersionDocument = (reader: Reader, modelId: number): object | undefined =>
  versionDocuments(reader, 'AND v.model_id = ? ORDER BY v.version DESC LIMIT 1', [modelId])[0];

export const versionDocumentOfAlias = (reader: Reader, modelId: number, alias: string): object | undefined =>
  versionDocuments(
    reader,
    `AND v.model_id = ? AND v.version = (SELECT version FROM model_aliases a WHERE a.model_id = v.model_id AND alias = ?)`,
    [modelId, alias],
  )[0];

interface ModelRow {
  readonly id: number;
  readonly name: string;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly description: string;
  readonly tags_json: string;
  readonly aliases_json: string;
}

/** In the order of `ids`. The newest versions of their stages come as MLflow orders them: in a search by the stage's name. */
export const modelDocuments = (
  reader: Reader,
  ids: readonly number[],
  { isSearch = false }: { isSearch?: boolean } = {},
): object[] => {
  const wanted = JSON.stringify(ids);
  const latest = new Map<string, object[]>();
  const versions = versionRows(
    reader,
    `AND v.model_id IN (SELECT value FROM json_each(?)) ${latestOfStages} ${isSearch ? 'ORDER BY v.stage' : byFirstOfStage}`,
    [wanted],
  );
  for (const version of versions)
    latest.set(version.name, [...(latest.get(version.name) ?? []), listedVersion(version)]);
  return reader
    .all<ModelRow>(
      `SELECT m.id, m.name, m.created_at_ms, m.updated_at_ms, m.description,
         (SELECT json_group_array(json_object('key', key, 'value', value)) FROM registered_model_tags t WHERE t.model_id = m.id) AS tags_json,
         (SELECT json_group_array(json_object('alias', alias, 'version', CAST(version AS TEXT)) ORDER BY alias)
            FROM model_aliases a WHERE a.model_id = m.id) AS aliases_json
       FROM json_each(?) AS wanted JOIN registered_models m ON m.id = wanted.value ORDER BY wanted.key`,
      [wanted],
    )
    .map((row) => ({
      name: row.name,
      creation_timestamp: row.created_at_ms,
      last_updated_timestamp: row.updated_at_ms,
      ...(row.description === '' ? {} : { description: row.description }),
      ...unlessEmpty('latest_versions', JSON.stringify(latest.get(row.name) ?? [])),
      ...unlessEmpty('tags', row.tags_json),
      ...unlessEmpty('aliases', row.aliases_json),
    }));
};
