import type { Reader, Writer } from '../../../ports/store-handles.ts';
import {
  artifactLocationOf,
  deleteExperimentTag,
  type ExperimentRecord,
  experimentTagsOf,
  findExperiment,
  findExperimentByName,
  insertExperiment,
  renameExperiment,
  setExperimentLifecycle,
  setExperimentTag,
} from '../../../store/experiments.ts';
import { refuseLinkedExperiment } from '../../../store/linked-runs.ts';
import { defineRpc } from '../rpc.ts';
import { list, message, oneOf, optionally, present, required, text } from '../wire/fields.ts';
import { checkKey, checkLength, maxExperimentNameLength, maxExperimentTagLength } from '../wire/limits.ts';
import { checkHost, fullyDecoded, withBeginning } from '../wire/location.ts';
import { doesNotExist, invalid, TrackingError } from '../wire/tracking-error.ts';

const viewTypes = ['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'] as const;
export const viewType = optionally(oneOf(viewTypes), 'ACTIVE_ONLY' as const);
export type ViewType = (typeof viewTypes)[number];

const tag = message({ key: required(text), value: optionally(text, '') });

const experimentNumber = (id: string): number => {
  if (/^-?\d{1,15}$/.test(id)) return Number(id);
  throw invalid(`Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`);
};

/** Error for an id that is none; there need not be such experiments. */
export const experimentNumbers = (ids: readonly string[]): number[] => ids.map(experimentNumber);

/** Error for an id that is none, or of no experiment. */
export const experimentOf = (reader: Reader, id: string): ExperimentRecord => {
  const found = findExperiment(reader, experimentNumber(id));
  if (found === undefined) throw doesNotExist(`No Experiment with id=${id} exists`);
  return found;
};

/** As `experimentOf`, for changes that only active experiments take. */
export const activeExperimentOf = (reader: Reader, id: string): ExperimentRecord => {
  const found = experimentOf(reader, id);
  if (found.lifecycle_stage === 'active') return found;
  throw invalid(
    `The experiment ${id} must be in the 'active' state. Current state is ${found.lifecycle_stage}.`,
  );
};

export const experimentDocument = (reader: Reader, experiment: ExperimentRecord): object => {
  const tags = experimentTagsOf(reader, experiment.id);
  return {
    experiment_id: String(experiment.id),
    name: experiment.name,
    artifact_location: artifactLocationOf(experiment),
    lifecycle_stage: experiment.lifecycle_stage,
    last_update_time: experiment.updated_at_ms,
    creation_time: experiment.created_at_ms,
    // Newer clients know experiments of several tenants; without them all are of this one.
    workspace: 'default',
    ...(tags.length === 0 ? {} : { tags }),
  };
};

const checkName = (name: string): void => checkLength(name, maxExperimentNameLength, 'name');

/** Refuses a name that is taken, also by a deleted experiment. */
const requireFreeName = (reader: Reader, name: string): void => {
  const holder = findExperimentByName(reader, name);
  if (holder === undefined) return;
  const hint =
    holder.lifecycle_stage === 'active'
      ? ''
      : ` It is deleted: restore it (its id is ${holder.id}), or take another name.`;
  throw new TrackingError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.${hint}`);
};

const checkTag = ({ key, value }: { key: string; value: string }): void => {
  checkKey(key, { path: 'key', what: 'key' });
  checkLength(value, maxExperimentTagLength, 'value');
};

/** Places of the client's own; only that they can be told apart from other parts of an address is checked. */
const checkLocation = (location: string): void => {
  if (/[#;]/.test(location)) throw invalid("'artifact_location' URL can't include fragments or params.");
  if (location.includes('?'))
    throw invalid("'artifact_location' is kept without a query here; name the place without '?'.");
  checkHost(location, 'artifact_location');
  if (location.startsWith('runs:'))
    throw invalid(`Artifact location cannot be a runs:/ URI. Given: '${location}'`);
  if (location.length > 2048)
    throw invalid(
      'Invalid artifact path length. The length of the artifact path cannot be greater than 2048 characters.',
    );
  if (/(^|[/\\])\.\.([/\\]|$)/.test(fullyDecoded(location)))
    throw invalid(`Invalid artifact location: '${location}'`);
};

const setLifecycle = (writer: Writer, id: string, stage: 'active' | 'deleted', nowMs: number): void => {
  const experiment = experimentOf(writer, id);
  if (experiment.lifecycle_stage === stage) throw doesNotExist(`No Experiment with id=${id} exists`);
  refuseLinkedExperiment(writer, experiment.id);
  setExperimentLifecycle(writer, experiment.id, stage, nowMs);
};

export const experimentRpcs = [
  defineRpc({
    method: 'POST',
    path: '/experiments/create',
    since: '2.0',
    request: { name: required(text), artifact_location: text, tags: list(present(tag)) },
    answer: async ({ name, artifact_location, tags }, { write, folder, clock, changed }) => {
      checkName(name);
      tags.forEach(checkTag);
      if (artifact_location) checkLocation(artifact_location);
      const location = artifact_location ? withBeginning(artifact_location, folder) : null;
      const id = await write((writer) => {
        requireFreeName(writer, name);
        const made = insertExperiment(writer, { name, artifactLocation: location, nowMs: clock.nowMs() });
        for (const { key, value } of tags) setExperimentTag(writer, made, key, value);
        return made;
      });
      changed('runs', []);
      return { experiment_id: String(id) };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/experiments/get',
    since: '2.0',
    request: { experiment_id: required(text) },
    answer: ({ experiment_id }, { reader }) => ({
      experiment: experimentDocument(reader, experimentOf(reader, experiment_id)),
    }),
  }),
  defineRpc({
    method: 'GET',
    path: '/experiments/get-by-name',
    since: '2.0',
    request: { experiment_name: required(text) },
    answer: ({ experiment_name }, { reader }) => {
      const found = findExperimentByName(reader, experiment_name);
      if (found === undefined) throw doesNotExist(`Could not find experiment with name '${experiment_name}'`);
      return { experiment: experimentDocument(reader, found) };
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/experiments/update',
    since: '2.0',
    request: { experiment_id: required(text), new_name: required(text) },
    answer: async ({ experiment_id, new_name }, { write, clock, changed }) => {
      checkName(new_name);
      await write((writer) => {
        const experiment = experimentOf(writer, experiment_id);
        if (experiment.lifecycle_stage !== 'active')
          throw new TrackingError('INVALID_STATE', 'Cannot rename a non-active experiment.');
        refuseLinkedExperiment(writer, experiment.id);
        if (experiment.name !== new_name) requireFreeName(writer, new_name);
        renameExperiment(writer, experiment.id, new_name, clock.nowMs());
      });
      changed('runs', []);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/experiments/delete',
    since: '2.0',
    request: { experiment_id: required(text) },
    answer: async ({ experiment_id }, { write, clock, changed }) => {
      await write((writer) => setLifecycle(writer, experiment_id, 'deleted', clock.nowMs()));
      changed('runs', []);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/experiments/restore',
    since: '2.0',
    request: { experiment_id: required(text) },
    answer: async ({ experiment_id }, { write, clock, changed }) => {
      await write((writer) => setLifecycle(writer, experiment_id, 'active', clock.nowMs()));
      changed('runs', []);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/experiments/set-experiment-tag',
    since: '2.0',
    request: { experiment_id: required(text), key: required(text), value: optionally(text, '') },
    answer: async ({ experiment_id, key, value }, { write, changed }) => {
      checkTag({ key, value });
      await write((writer) =>
        setExperimentTag(writer, activeExperimentOf(writer, experiment_id).id, key, value),
      );
      changed('notes', [experiment_id]);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/experiments/delete-experiment-tag',
    since: '2.0',
    request: { experiment_id: required(text), key: required(text) },
    answer: async ({ experiment_id, key }, { write, changed }) => {
      await write((writer) => {
        const { id } = activeExperimentOf(writer, experiment_id);
        if (!deleteExperimentTag(writer, id, key))
          throw doesNotExist(`No tag with name: ${key} in experiment with id ${experiment_id}`);
      });
      changed('notes', [experiment_id]);
      return {};
    },
  }),
];
