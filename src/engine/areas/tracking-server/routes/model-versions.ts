import { readModelVersionOrders } from '../../../core/query/mlflow/order-by.ts';
import { readModelVersionFilter } from '../../../core/query/mlflow/search-registry.ts';
import { noteVersion } from '../../../store/logged-models.ts';
import { describeModel } from '../../../store/registry.ts';
import {
  registerVersion,
  removeVersion,
  setStage,
  versionsInStage,
} from '../../../store/registry-changes.ts';
import { saysPrompt, searchVersions, versionOrderColumns } from '../../../store/registry-search.ts';
import { deleteModelTag, setModelTag } from '../../../store/registry-tags.ts';
import { findVersionPlace } from '../../../store/version-places.ts';
import { defineRpc } from '../rpc.ts';
import { promptSource, readServable, resolveVersionSource } from '../version-source.ts';
import { flag, list, maxResults, optionally, present, required, text } from '../wire/fields.ts';
import { orderSql } from '../wire/order-sql.ts';
import { readOffset, writePageToken } from '../wire/page-token.ts';
import { checkModelName, checkRegistryTag, stageOf } from '../wire/registry-names.ts';
import { doesNotExist, invalid } from '../wire/tracking-error.ts';
import {
  changeableVersion,
  modelIdOf,
  requireVersion,
  unlessServed,
  versionDocumentOf,
} from './registered-models.ts';
import { tagField } from './runs.ts';

const maxPage = 200_000;
const versionFields = { name: required(text), version: required(text) } as const;

/** Where the files of a version lie, or what it was registered with. */
export const downloadUri = (...[reader, name, version]: Parameters<typeof requireVersion>): string => {
  const place = findVersionPlace(reader, `${name}/${requireVersion(reader, name, version)}`);
  if (place !== undefined && place.location !== null) return place.location;
  throw doesNotExist(
    `Model Version (name=${name}, version=${version}) was imported as a file, and has no folder of artifacts.`,
  );
};

export const modelVersionRpcs = [
  defineRpc({
    method: 'POST',
    path: '/model-versions/create',
    since: '2.0',
    request: {
      name: required(text),
      source: required(text),
      run_id: text,
      tags: list(tagField),
      run_link: optionally(text, ''),
      description: optionally(text, ''),
      model_id: text,
    },
    answer: async ({ name, description, tags, ...request }, context) => {
      const { reader, write, clock, changed, eventLog } = context;
      checkModelName(name, 'name');
      tags.forEach(checkRegistryTag);
      modelIdOf(reader, name);
      const given = {
        source: request.source,
        runId: request.run_id || null,
        loggedModelId: request.model_id || null,
      };
      const isPrompt = saysPrompt(tags);
      const { source, storageLocation, runId, loggedModelId } = isPrompt
        ? promptSource(given)
        : resolveVersionSource(reader, given);
      const servable = await readServable(context, { source, storageLocation, runId, loggedModelId });
      const origin = { source, storageLocation, loggedModelId, runLink: request.run_link, userName: '' };
      const version = await write((writer) => {
        modelIdOf(writer, name);
        const fresh = { name, description, runId, ...servable, origin, nowMs: clock.nowMs() };
        const number = registerVersion(writer, eventLog, fresh);
        for (const { key, value } of tags) setModelTag(writer, { name, version: number }, key, value);
        if (loggedModelId !== null && !isPrompt)
          noteVersion(writer, loggedModelId, { name, version: number });
        return number;
      });
      changed('models', [name]);
      if (runId !== null) changed('runs', [runId]);
      return { model_version: versionDocumentOf(reader, name, String(version)) };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/model-versions/get',
    since: '2.0',
    request: versionFields,
    answer: ({ name, version }, { reader }) => ({ model_version: versionDocumentOf(reader, name, version) }),
  }),
  defineRpc({
    method: 'GET',
    path: '/model-versions/get-download-uri',
    since: '2.0',
    request: versionFields,
    answer: ({ name, version }, { reader }) => ({ artifact_uri: downloadUri(reader, name, version) }),
  }),
  defineRpc({
    method: 'GET',
    path: '/model-versions/search',
    since: '2.0',
    request: {
      filter: text,
      max_results: maxResults({
        standard: 10_000,
        limit: maxPage,
        tooFew: (given) => `Invalid value for max_results. It must be a positive integer, but got ${given}`,
      }),
      order_by: list(present(text)),
      page_token: text,
    },
    answer: ({ filter, max_results: limit, order_by, page_token }, { reader }) => {
      const offset = readOffset(page_token);
      const asked = orderSql(readModelVersionOrders(order_by), versionOrderColumns);
      const first = asked.length === 0 ? ['v.updated_at_ms DESC'] : asked;
      const order = [...first, 'm.name ASC', 'v.version DESC'].join(', ');
      const found = searchVersions(reader, {
        expression: readModelVersionFilter(filter ?? ''),
        order,
        offset,
        limit: limit + 1,
      });
      return {
        ...(found.length === 0 ? {} : { model_versions: found.slice(0, limit) }),
        ...(found.length > limit ? { next_page_token: writePageToken({ offset: offset + limit }) } : {}),
      };
    },
  }),
  defineRpc({
    method: 'PATCH',
    path: '/model-versions/update',
    since: '2.0',
    request: { ...versionFields, description: optionally(text, '') },
    answer: async ({ name, version, description }, { reader, write, clock, changed }) => {
      await write((writer) => {
        const number = changeableVersion(writer, name, version);
        describeModel(writer, { name, version: number, description, nowMs: clock.nowMs() });
      });
      changed('models', [name]);
      return { model_version: versionDocumentOf(reader, name, version) };
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/model-versions/transition-stage',
    since: '2.0',
    request: {
      ...versionFields,
      stage: required(text),
      archive_existing_versions: optionally(flag, false),
    },
    answer: async ({ name, version, archive_existing_versions: archives, ...request }, context) => {
      const { reader, write, clock, changed, eventLog } = context;
      const stage = stageOf(request.stage);
      if (archives && stage !== 'Staging' && stage !== 'Production')
        throw invalid(
          `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are Staging, Production`,
        );
      await write((writer) => {
        const change = {
          name,
          version: changeableVersion(writer, name, version),
          stage,
          nowMs: clock.nowMs(),
        };
        if (archives)
          for (const other of versionsInStage(writer, change))
            setStage(writer, eventLog, { ...change, version: other, stage: 'Archived' });
        setStage(writer, eventLog, change);
      });
      changed('models', [name]);
      return { model_version: versionDocumentOf(reader, name, version) };
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/model-versions/delete',
    since: '2.0',
    request: versionFields,
    answer: async ({ name, version }, { write, clock, changed, eventLog }) => {
      await write((writer) => {
        const number = changeableVersion(writer, name, version);
        unlessServed(() => removeVersion(writer, eventLog, { name, version: number, nowMs: clock.nowMs() }));
      });
      changed('models', [name]);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/model-versions/set-tag',
    since: '2.0',
    request: { ...versionFields, key: required(text), value: optionally(text, '') },
    answer: async ({ name, version, key, value }, { write, changed }) => {
      checkRegistryTag({ key, value });
      await write((writer) =>
        setModelTag(writer, { name, version: changeableVersion(writer, name, version) }, key, value),
      );
      changed('models', [name]);
      return {};
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/model-versions/delete-tag',
    since: '2.0',
    request: { ...versionFields, key: required(text) },
    answer: async ({ name, version, key }, { write, changed }) => {
      await write((writer) =>
        deleteModelTag(writer, { name, version: changeableVersion(writer, name, version) }, key),
      );
      changed('models', [name]);
      return {};
    },
  }),
];
