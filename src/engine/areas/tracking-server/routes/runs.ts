import type { RunStatus } from '../../../../shared/model/run.ts';
import { runNameOf } from '../../../../shared/model/run-name.ts';
import type { Reader, Writer } from '../../../ports/store-handles.ts';
import { refuseLinked } from '../../../store/linked-runs.ts';
import { newRunDocument, runDocuments, runInfoDocument } from '../../../store/run-documents.ts';
import { deleteTag, renameRun, setTag } from '../../../store/run-values.ts';
import {
  findRunById,
  insertRun,
  type RunRecord,
  setRunLifecycle,
  updateRunState,
} from '../../../store/runs.ts';
import { defineRpc, ReadyJson } from '../rpc.ts';
import {
  integer,
  list,
  message,
  oneOf,
  optionally,
  present,
  required,
  requiredOr,
  text,
} from '../wire/fields.ts';
import { checkKey, checkLength, maxKeyLength, maxTagLength, truncated } from '../wire/limits.ts';
import { doesNotExist, invalid } from '../wire/tracking-error.ts';
import { activeExperimentOf } from './experiments.ts';

/** Requests name a run by either; newer clients send both. */
export const runFields = { run_id: requiredOr(text, 'run_uuid') } as const;

export const runOf = (reader: Reader, id: string): RunRecord => {
  const run = findRunById(reader, id);
  if (run === undefined) throw doesNotExist(`Run with id=${id} not found`);
  return run;
};

/** A run that takes changes. */
export const activeRunOf = (reader: Reader, id: string): RunRecord => {
  const run = runOf(reader, id);
  refuseLinked(reader, 'run', run);
  if (run.lifecycle_stage === 'active') return run;
  throw invalid(`The run ${id} must be in the 'active' state. Current state is ${run.lifecycle_stage}.`);
};

const statuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
const statusOf = (status: (typeof statuses)[number]): RunStatus => status.toLowerCase() as RunStatus;

export const tagField = present(message({ key: required(text), value: optionally(text, '') }));

export const checkTagKey = (key: string, path: string): void => checkKey(key, { path, what: path });

/** Sets tags of a run; MLflow cuts values that are too long. */
export const writeTags = (
  writer: Writer,
  run: RunRecord,
  tags: readonly { key: string; value: string }[],
): void => {
  for (const { key, value } of tags) setTag(writer, run.number, key, truncated(value, maxTagLength));
};

/** The name of a new run: given as such or as a tag, else made up. */
const nameOf = (
  given: string | undefined,
  tags: readonly { key: string; value: string }[],
  id: string,
): string => {
  const tagged = tags.find(({ key }) => key === 'mlflow.runName')?.value;
  if (given && tagged && given !== tagged)
    throw invalid(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${given}', mlflow.runName='${tagged}').`,
    );
  return given || tagged || runNameOf(id);
};

export const runRpcs = [
  defineRpc({
    method: 'POST',
    path: '/runs/create',
    since: '2.0',
    request: {
      experiment_id: optionally(text, '0'),
      user_id: optionally(text, ''),
      run_name: text,
      start_time: optionally(integer, 0),
      tags: list(tagField),
    },
    answer: async ({ experiment_id, user_id, run_name, start_time, tags }, context) => {
      // What a key may hold is asked of later tags only, as MLflow does.
      tags.forEach(({ key }, index) => {
        checkLength(key, maxKeyLength, `tags[${index}].key`);
      });
      const id = context.ids.next();
      const name = nameOf(run_name, tags, id);
      const environment = await context.machine.facts();
      const number = await context.write((writer) => {
        const experiment = activeExperimentOf(writer, experiment_id);
        const made = insertRun(writer, {
          ...{ id, name, experimentId: experiment.id, status: 'running', startedAtMs: start_time },
          ...{ jobId: null, seed: null, userName: user_id, environment },
        });
        writeTags(writer, runOf(writer, id), tags);
        renameRun(writer, id, name);
        return made;
      });
      context.changed('runs', [id]);
      return new ReadyJson('{"run":', newRunDocument(context.reader, number), '}');
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/runs/get',
    since: '2.0',
    request: runFields,
    answer: ({ run_id }, { reader }) => {
      const { number } = runOf(reader, run_id);
      return new ReadyJson('{"run":', runDocuments(reader, [number]), '}');
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/runs/update',
    since: '2.0',
    request: { ...runFields, status: oneOf(statuses), end_time: integer, run_name: text },
    answer: async ({ run_id: id, ...request }, { write, reader, changed }) => {
      const number = await write((writer) => {
        const run = activeRunOf(writer, id);
        updateRunState(writer, run.number, {
          status: request.status === undefined ? undefined : statusOf(request.status),
          endedAtMs: request.end_time,
        });
        if (request.run_name) renameRun(writer, id, request.run_name);
        return run.number;
      });
      changed('runs', [id]);
      return new ReadyJson('{"run_info":', runInfoDocument(reader, number), '}');
    },
  }),
  ...(['delete', 'restore'] as const).map((action) =>
    defineRpc({
      method: 'POST',
      path: `/runs/${action}`,
      since: '2.0',
      request: { run_id: required(text) },
      answer: async ({ run_id }, { write, clock, changed, eventLog }) => {
        await write((writer) => {
          const run = runOf(writer, run_id);
          refuseLinked(writer, 'run', run);
          const stage = action === 'delete' ? 'deleted' : 'active';
          if (!setRunLifecycle(writer, run.id, stage, clock.nowMs())) return;
          eventLog.append(writer, {
            kind: action === 'delete' ? 'run.deleted' : 'run.restored',
            subject: `run:${run.id}`,
            details: { name: run.name },
          });
        });
        changed('runs', [run_id]);
        return {};
      },
    }),
  ),
  defineRpc({
    method: 'POST',
    path: '/runs/set-tag',
    since: '2.0',
    request: { ...runFields, key: required(text), value: optionally(text, '') },
    answer: async ({ run_id: id, ...request }, { write, changed }) => {
      checkTagKey(request.key, 'key');
      await write((writer) => writeTags(writer, activeRunOf(writer, id), [request]));
      changed('runs', [id]);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/runs/delete-tag',
    since: '2.0',
    request: { run_id: required(text), key: required(text) },
    answer: async ({ run_id, key }, { write, changed }) => {
      await write((writer) => {
        if (!deleteTag(writer, activeRunOf(writer, run_id).number, key))
          throw doesNotExist(`No tag with name: ${key} in run with id ${run_id}`);
      });
      changed('runs', [run_id]);
      return {};
    },
  }),
];
