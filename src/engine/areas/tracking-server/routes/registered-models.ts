import { EngineError } from '../../../../shared/errors.ts';
import { readRegisteredModelOrders } from '../../../core/query/mlflow/order-by.ts';
import { readRegisteredModelFilter } from '../../../core/query/mlflow/search-registry.ts';
import type { Reader, Writer } from '../../../ports/store-handles.ts';
import { refuseLinkedModel, refuseLinkedVersion } from '../../../store/linked-runs.ts';
import { describeModel, findModelId, insertModel } from '../../../store/registry.ts';
import { removeModel, renameModel } from '../../../store/registry-changes.ts';
import {
  findVersionDocument,
  latestVersionDocuments,
  modelDocuments,
} from '../../../store/registry-documents.ts';
import { isPrompt, modelOrderColumns, saysPrompt, searchModels } from '../../../store/registry-search.ts';
import { deleteModelTag, setModelTag } from '../../../store/registry-tags.ts';
import { defineRpc } from '../rpc.ts';
import { list, maxResults, optionally, present, required, text } from '../wire/fields.ts';
import { orderSql } from '../wire/order-sql.ts';
import { readOffset, writePageToken } from '../wire/page-token.ts';
import { checkModelName, checkRegistryTag, stageOf, versionNumber } from '../wire/registry-names.ts';
import { doesNotExist, TrackingError } from '../wire/tracking-error.ts';
import { tagField } from './runs.ts';

const maxPage = 1000;

/** The number of a model; error for a name that none has. */
export const modelIdOf = (reader: Reader, name: string): number => {
  const id = findModelId(reader, name);
  if (id === undefined) throw doesNotExist(`Registered Model with name=${name} not found`);
  return id;
};

const modelDocument = (reader: Reader, name: string): object => ({
  registered_model: modelDocuments(reader, [modelIdOf(reader, name)])[0]!,
});

const requireFree = (reader: Reader, name: string, { asPrompt = false } = {}): void => {
  if (findModelId(reader, name) === undefined) return;
  const [wanted, there] = [asPrompt, isPrompt(reader, name)].map((is) =>
    is ? 'Prompt' : 'Registered Model',
  );
  throw new TrackingError(
    'RESOURCE_ALREADY_EXISTS',
    wanted === there
      ? `${wanted} (name=${name}) already exists.`
      : `Tried to create a ${wanted?.toLowerCase()} with name '${name}', but the name is already taken by a ${there?.toLowerCase()}. MLflow does not allow creating a model and a prompt with the same name.`,
  );
};

/** Error for a version that is not there. */
export const versionDocumentOf = (reader: Reader, name: string, version: string): object => {
  const found = findVersionDocument(reader, name, versionNumber(version));
  if (found === undefined) throw doesNotExist(`Model Version (name=${name}, version=${version}) not found`);
  return found;
};

/** As `versionDocumentOf`, for its number. */
export const requireVersion = (reader: Reader, name: string, version: string): number => {
  versionDocumentOf(reader, name, version);
  return versionNumber(version);
};

/** As `requireVersion`, of one that takes changes. */
export const changeableVersion = (reader: Reader, name: string, version: string): number => {
  const number = requireVersion(reader, name, version);
  refuseLinkedVersion(reader, name, number);
  return number;
};

/** A refusal that is no failure of the server's, although MLflow's code for it says so. */
export const unlessServed = (remove: () => void): void => {
  try {
    remove();
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.code === 'conflict')
      throw new TrackingError('INVALID_STATE', thrown.message, 400);
    throw thrown;
  }
};

const writeModelTags = (
  writer: Writer,
  name: string,
  tags: readonly { key: string; value: string }[],
): void => {
  for (const { key, value } of tags) setModelTag(writer, { name }, key, value);
};

export const registeredModelRpcs = [
  defineRpc({
    method: 'POST',
    path: '/registered-models/create',
    since: '2.0',
    request: { name: required(text), tags: list(tagField), description: optionally(text, '') },
    answer: async ({ name, tags, description }, { reader, write, clock, changed }) => {
      checkModelName(name, 'name');
      tags.forEach(checkRegistryTag);
      await write((writer) => {
        requireFree(writer, name, { asPrompt: saysPrompt(tags) });
        insertModel(writer, { name, description, nowMs: clock.nowMs() });
        writeModelTags(writer, name, tags);
      });
      changed('models', [name]);
      return modelDocument(reader, name);
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/registered-models/get',
    since: '2.0',
    request: { name: required(text) },
    answer: ({ name }, { reader }) => modelDocument(reader, name),
  }),
  defineRpc({
    method: 'GET',
    path: '/registered-models/search',
    since: '2.0',
    request: {
      filter: text,
      max_results: maxResults({ standard: 100, limit: maxPage }),
      order_by: list(present(text)),
      page_token: text,
    },
    answer: ({ filter, max_results: limit, order_by, page_token }, { reader }) => {
      const offset = readOffset(page_token);
      const order = [...orderSql(readRegisteredModelOrders(order_by), modelOrderColumns), 'm.name ASC'].join(
        ', ',
      );
      const found = searchModels(reader, {
        expression: readRegisteredModelFilter(filter ?? ''),
        order,
        offset,
        limit: limit + 1,
      });
      return {
        ...(found.length === 0 ? {} : { registered_models: found.slice(0, limit) }),
        ...(found.length > limit ? { next_page_token: writePageToken({ offset: offset + limit }) } : {}),
      };
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/registered-models/rename',
    since: '2.0',
    request: { name: required(text), new_name: required(text) },
    answer: async ({ name, new_name: newName }, { reader, write, clock, changed, eventLog }) => {
      checkModelName(newName, 'new_name');
      await write((writer) => {
        refuseLinkedModel(writer, modelIdOf(writer, name));
        if (newName !== name) requireFree(writer, newName);
        renameModel(writer, eventLog, { name, newName, nowMs: clock.nowMs() });
      });
      changed('models', [name, newName]);
      return modelDocument(reader, newName);
    },
  }),
  defineRpc({
    method: 'PATCH',
    path: '/registered-models/update',
    since: '2.0',
    request: { name: required(text), description: optionally(text, '') },
    answer: async ({ name, description }, { reader, write, clock, changed }) => {
      await write((writer) => {
        modelIdOf(writer, name);
        describeModel(writer, { name, version: undefined, description, nowMs: clock.nowMs() });
      });
      changed('models', [name]);
      return modelDocument(reader, name);
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/registered-models/delete',
    since: '2.0',
    request: { name: required(text) },
    answer: async ({ name }, { write, clock, changed, eventLog }) => {
      await write((writer) => {
        refuseLinkedModel(writer, modelIdOf(writer, name));
        unlessServed(() => removeModel(writer, eventLog, { name, nowMs: clock.nowMs() }));
      });
      changed('models', [name]);
      return {};
    },
  }),
  ...(['GET', 'POST'] as const).map((method) =>
    defineRpc({
      method,
      path: '/registered-models/get-latest-versions',
      since: '2.0',
      request: { name: required(text), stages: list(present(text)) },
      answer: ({ name, stages }, { reader }) => {
        const wanted = stages.length === 0 ? null : stages.map(stageOf);
        const versions = latestVersionDocuments(reader, modelIdOf(reader, name), wanted);
        return versions.length === 0 ? {} : { model_versions: versions };
      },
    }),
  ),
  defineRpc({
    method: 'POST',
    path: '/registered-models/set-tag',
    since: '2.0',
    request: { name: required(text), key: required(text), value: optionally(text, '') },
    answer: async ({ name, key, value }, { write, changed }) => {
      checkRegistryTag({ key, value });
      await write((writer) => {
        modelIdOf(writer, name);
        writeModelTags(writer, name, [{ key, value }]);
      });
      changed('models', [name]);
      return {};
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/registered-models/delete-tag',
    since: '2.0',
    request: { name: required(text), key: required(text) },
    answer: async ({ name, key }, { write, changed }) => {
      await write((writer) => {
        modelIdOf(writer, name);
        deleteModelTag(writer, { name }, key);
      });
      changed('models', [name]);
      return {};
    },
  }),
];
