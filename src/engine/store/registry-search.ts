import type { ResolvedExpression } from '../../shared/query/ast.ts';
import type { Reader } from '../ports/store-handles.ts';
import { attributeColumn } from './attribute-column.ts';
import { type BindKey, conditionFrom, type ValueColumn } from './query-condition.ts';
import { listedVersionDocuments, modelDocuments } from './registry-documents.ts';

/** Searches over registered models and their versions. MLflow keeps prompts among them, with a tag that says so. */
export const promptTag = 'mlflow.prompt.is_prompt';

/** By what models can be ordered. */
export const modelOrderColumns = {
  name: 'm.name',
  timestamp: 'm.updated_at_ms',
  last_updated_timestamp: 'm.updated_at_ms',
  creation_timestamp: 'm.created_at_ms',
} as const;

/** By what versions can be ordered. */
export const versionOrderColumns = {
  name: 'm.name',
  version_number: 'v.version',
  creation_timestamp: 'v.registered_at_ms',
  last_updated_timestamp: 'v.updated_at_ms',
} as const;

interface Search {
  readonly expression: ResolvedExpression;
  /** SQL over the columns of `m` and `v`. */
  readonly order: string;
  readonly offset: number;
  readonly limit: number;
}

/** Prompts are no models, so a search shows them only when it asks for them. */
export const notPrompts = `NOT EXISTS (SELECT 1 FROM registered_model_tags t
  WHERE t.model_id = m.id AND t.key = '${promptTag}' AND t.value = 'true')`;

/** `tag` is SQL for the value of the tag `?`. */
const bindTo =
  (columns: Readonly<Record<string, ValueColumn>>, tag: string): BindKey =>
  (key, condition) => {
    if (key.entity !== 'tag') return condition(attributeColumn(columns, key.name));
    const { sql, parameters } = condition({ column: 'value', kind: 'text' });
    return {
      sql: `EXISTS (SELECT 1 FROM (SELECT ${tag} AS value) WHERE ${sql})`,
      parameters: [key.name, ...parameters],
    };
  };

const modelTag = '(SELECT value FROM registered_model_tags t WHERE t.model_id = m.id AND t.key = ?)';
const bindModel = bindTo({ name: { column: 'm.name', kind: 'text' } }, modelTag);

const bindVersion = bindTo(
  {
    name: { column: 'm.name', kind: 'text' },
    run_id: { column: "coalesce(v.run_id, '')", kind: 'text' },
    source_path: { column: "coalesce(v.source, 'runs:/' || v.run_id || '/model', '')", kind: 'text' },
    version_number: { column: 'v.version', kind: 'number' },
  },
  '(SELECT value FROM model_version_tags t WHERE t.model_id = v.model_id AND t.version = v.version AND t.key = ?)',
);

export const searchModels = (reader: Reader, { expression, order, offset, limit }: Search): object[] => {
  const { sql, parameters } = conditionFrom(expression, bindModel);
  const found = reader.all<{ id: number }>(
    `SELECT m.id FROM registered_models m WHERE m.removed_at_ms IS NULL AND ${sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    [...parameters, limit, offset],
  );
  return modelDocuments(
    reader,
    found.map(({ id }) => id),
    { isSearch: true },
  );
};

export const searchVersions = (reader: Reader, { expression, order, offset, limit }: Search): object[] => {
  const { sql, parameters } = conditionFrom(expression, bindVersion);
  return listedVersionDocuments(reader, `AND ${sql} ORDER BY ${order} LIMIT ? OFFSET ?`, [
    ...parameters,
    limit,
    offset,
  ]);
};

/** Prompts are kept among the models, and told from them by a tag. */
export const isPrompt = (reader: Reader, name: string): boolean =>
  reader.get(
    `SELECT 1 FROM registered_models m JOIN registered_model_tags t ON t.model_id = m.id AND t.key = '${promptTag}'
     WHERE m.name = ? AND m.removed_at_ms IS NULL AND lower(t.value) = 'true'`,
    [name],
  ) !== undefined;

export const saysPrompt = (tags: readonly { key: string; value: string }[]): boolean =>
  tags.findLast(({ key }) => key === promptTag)?.value.toLowerCase() === 'true';
