import { runNameOf } from '../../../../shared/model/run-name.ts';
import { pythonText } from '../../../core/query/mlflow/clauses.ts';
import type { Reader, Writer } from '../../../ports/store-handles.ts';
import { placeBelow } from '../../../store/artifact-root.ts';
import { artifactLocationOf } from '../../../store/experiments.ts';
import { refuseLinked } from '../../../store/linked-runs.ts';
import { loggedModelDocuments } from '../../../store/logged-model-documents.ts';
import {
  deleteLoggedModelTag,
  findLoggedModel,
  insertLoggedModel,
  type LoggedModelRecord,
  type LoggedModelStatus,
  removeLoggedModel,
  setLoggedModelParameter,
  setLoggedModelStatus,
  setLoggedModelTag,
} from '../../../store/logged-models.ts';
import { defineRpc, type TrackingContext } from '../rpc.ts';
import { list, message, oneOf, optionally, present, required, text } from '../wire/fields.ts';
import { checkKey, maxParameterLength, maxTagLength, truncated } from '../wire/limits.ts';
import { pythonTuple } from '../wire/python-text.ts';
import { doesNotExist, invalid } from '../wire/tracking-error.ts';
import { activeExperimentOf } from './experiments.ts';
import { checkTagKey, tagField } from './runs.ts';

const parameterField = present(message({ key: required(text), value: optionally(text, '') }));
const statuses = ['LOGGED_MODEL_PENDING', 'LOGGED_MODEL_READY', 'LOGGED_MODEL_UPLOAD_FAILED'] as const;

type Pair = { readonly key: string; readonly value: string };

const statusOf = (status: (typeof statuses)[number]): LoggedModelStatus =>
  ({
    LOGGED_MODEL_PENDING: 'pending',
    LOGGED_MODEL_READY: 'ready',
    LOGGED_MODEL_UPLOAD_FAILED: 'upload-failed',
  })[status] as LoggedModelStatus;

export const loggedModelOf = (reader: Reader, id: string): LoggedModelRecord => {
  const model = findLoggedModel(reader, id);
  if (model === undefined) throw doesNotExist(`Logged model with ID '${id}' not found.`);
  return model;
};

const modelDocument = (reader: Reader, id: string): object => ({
  model: loggedModelDocuments(reader, [id])[0]!,
});

const checkName = (name: string): void => {
  if (/[/:.%"']/.test(name))
    throw invalid(
      `Invalid model name (${pythonText(name)}) provided. Model name must be a non-empty string and cannot contain the following characters: ${pythonTuple([...'/:.%"\''])}`,
    );
};

const checkPairs = (pairs: readonly Pair[], what: 'params' | 'tags'): void => {
  for (const [index, { key }] of pairs.entries()) {
    if (what === 'tags') checkTagKey(key, `tags[${index}].key`);
    else checkKey(key, { path: `params[${index}].key`, what: 'Param key' });
  }
};

const writeTags = (writer: Writer, id: string, tags: readonly Pair[]): void => {
  for (const { key, value } of tags) setLoggedModelTag(writer, id, key, truncated(value, maxTagLength));
};

const writeParameters = (writer: Writer, id: string, parameters: readonly Pair[]): void => {
  for (const { key, value } of parameters)
    setLoggedModelParameter(writer, id, key, truncated(value, maxParameterLength));
};

/** Its run is what a window shows it with. */
const announce = ({ changed }: TrackingContext, runId: string | null | undefined): void =>
  changed('runs', runId ? [runId] : []);

/** A change of one model, in the next group commit. */
const change = async (
  context: TrackingContext,
  id: string,
  work: (writer: Writer, model: LoggedModelRecord) => void,
): Promise<void> => {
  const runId = await context.write((writer) => {
    const model = loggedModelOf(writer, id);
    refuseLinked(writer, 'logged-model', model);
    work(writer, model);
    return model.source_run_id;
  });
  announce(context, runId);
};

export const loggedModelRpcs = [
  defineRpc({
    method: 'POST',
    path: '/logged-models',
    since: '2.0',
    request: {
      experiment_id: required(text),
      name: text,
      model_type: text,
      source_run_id: text,
      params: list(parameterField),
      tags: list(tagField),
    },
    answer: async ({ experiment_id, name: given, params, tags, ...request }, context) => {
      const { reader, write, ids, clock } = context;
      const number = ids.next();
      const id = `m-${number}`;
      const name = given || runNameOf(number);
      checkName(name);
      checkPairs(params, 'params');
      checkPairs(tags, 'tags');
      await write((writer) => {
        const experiment = activeExperimentOf(writer, experiment_id);
        insertLoggedModel(writer, {
          ...{ id, name, experimentId: experiment.id, nowMs: clock.nowMs() },
          type: request.model_type || null,
          sourceRunId: request.source_run_id || null,
          artifactLocation: placeBelow(artifactLocationOf(experiment), `models/${id}/artifacts`),
        });
        writeParameters(writer, id, params);
        writeTags(writer, id, tags);
      });
      announce(context, request.source_run_id);
      return modelDocument(reader, id);
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/logged-models/:model_id',
    since: '2.0',
    request: { model_id: required(text) },
    answer: ({ model_id }, { reader }) => modelDocument(reader, loggedModelOf(reader, model_id).id),
  }),
  defineRpc({
    method: 'PATCH',
    path: '/logged-models/:model_id',
    since: '2.0',
    request: { model_id: required(text), status: required(oneOf(statuses)) },
    answer: async ({ model_id, status }, context) => {
      await change(context, model_id, (writer) =>
        setLoggedModelStatus(writer, model_id, statusOf(status), context.clock.nowMs()),
      );
      return modelDocument(context.reader, model_id);
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/logged-models/:model_id',
    since: '2.0',
    request: { model_id: required(text) },
    answer: async ({ model_id }, context) => {
      await change(context, model_id, (writer) => removeLoggedModel(writer, model_id, context.clock.nowMs()));
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/logged-models/:model_id/params',
    since: '2.0',
    request: { model_id: required(text), params: list(parameterField) },
    answer: async ({ model_id, params }, context) => {
      checkPairs(params, 'params');
      await change(context, model_id, (writer) => writeParameters(writer, model_id, params));
      return {};
    },
  }),
  defineRpc({
    method: 'PATCH',
    path: '/logged-models/:model_id/tags',
    since: '2.0',
    request: { model_id: required(text), tags: list(tagField) },
    answer: async ({ model_id, tags }, context) => {
      checkPairs(tags, 'tags');
      await change(context, model_id, (writer) => writeTags(writer, model_id, tags));
      return {};
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/logged-models/:model_id/tags/:tag_key',
    since: '2.0',
    request: { model_id: required(text), tag_key: required(text) },
    answer: async ({ model_id, tag_key }, context) => {
      await change(context, model_id, (writer) => {
        if (!deleteLoggedModelTag(writer, model_id, tag_key))
          throw doesNotExist(`No tag with key '${tag_key}' found for model with ID '${model_id}'.`);
      });
      return {};
    },
  }),
];
