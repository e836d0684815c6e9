import type { Writer } from '../ports/store-handles.ts';
import { modelIdOf } from './registry.ts';

/** Tags of a registered model, or with `version` of one of its versions. The version must be there. Error `not-found`. */
interface Owner {
  readonly name: string;
  readonly version?: number;
}

export const setModelTag = (writer: Writer, { name, version }: Owner, key: string, value: string): void => {
  const modelId = modelIdOf(writer, name);
  if (version === undefined)
    writer.run(
      'INSERT INTO registered_model_tags (model_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      [modelId, key, value],
    );
  else
    writer.run(
      `INSERT INTO model_version_tags (model_id, version, key, value) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value`,
      [modelId, version, key, value],
    );
};

/** Nothing happens when there is no such tag. */
export const deleteModelTag = (writer: Writer, { name, version }: Owner, key: string): void => {
  const modelId = modelIdOf(writer, name);
  if (version === undefined)
    writer.run('DELETE FROM registered_model_tags WHERE model_id = ? AND key = ?', [modelId, key]);
  else
    writer.run('DELETE FROM model_version_tags WHERE model_id = ? AND version = ? AND key = ?', [
      ...[modelId, version, key],
    ]);
};
