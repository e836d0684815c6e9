import { pythonJson } from '../../../core/python/python-json.ts';
import { pythonSet } from '../../../core/query/mlflow/conditions.ts';
import { datasetSummaries, linkLoggedDataset } from '../../../store/logged-datasets.ts';
import { linkLoggedModel } from '../../../store/logged-models.ts';
import { setTag, tagOf } from '../../../store/run-values.ts';
import { defineRpc } from '../rpc.ts';
import { integer, list, message, optionally, present, required, text } from '../wire/fields.ts';
import { checkLength, maxTagLength } from '../wire/limits.ts';
import { invalid } from '../wire/tracking-error.ts';
import { experimentNumbers } from './experiments.ts';
import { activeRunOf } from './runs.ts';

/** What a run read and what it made. */

const datasetInput = present(
  message({
    tags: list(present(message({ key: required(text), value: optionally(text, '') }))),
    dataset: present(
      message({
        name: required(text),
        digest: required(text),
        source_type: required(text),
        source: required(text),
        schema: text,
        profile: text,
      }),
    ),
  }),
);

const checkDatasetInput = ({ tags, dataset }: ReturnType<typeof datasetInput.read>): void => {
  const limits = { name: 500, digest: 36, source: 65_535, schema: 1_048_575, profile: 16_777_215 } as const;
  for (const [part, limit] of Object.entries(limits))
    checkLength(dataset[part as keyof typeof limits] ?? '', limit, part);
  for (const { key, value } of tags) {
    checkLength(key, 255, 'key');
    checkLength(value, 500, 'value');
  }
};

const maxExperiments = 20;
const historyTag = 'mlflow.log-model.history';

/** Undefined for what is no JSON. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A model as clients before MLflow 3 describe it, kept in a tag of its run. */
const readModel = (json: string): Readonly<Record<string, unknown>> => {
  const model = jsonOf(json);
  if (typeof model !== 'object' || model === null || Array.isArray(model))
    throw invalid(`Malformed model info. \n ${json.slice(0, 500)} \n is not a valid JSON.`);
  const missing = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'].filter(
    (field) => !(field in model),
  );
  if (missing.length > 0) throw invalid(`Model json is missing mandatory fields: ${pythonSet(missing)}`);
  return model as Record<string, unknown>;
};

/** A client can set the tag to anything. */
const readHistory = (json: string): readonly unknown[] => {
  const history = jsonOf(json);
  if (Array.isArray(history)) return history as unknown[];
  throw invalid(
    `The tag '${historyTag}' of the run holds no list of models, so none can be added to it. Remove the tag first.`,
  );
};

/** What MLflow keeps of it: what it is and where, and its flavors without their configuration. */
const notedModel = (model: Readonly<Record<string, unknown>>): object => {
  const { run_id, artifact_path, utc_time_created, model_uuid } = model;
  const flavors = Object.entries(model.flavors ?? {}).map(([name, flavor]: [string, unknown]) => {
    if (typeof flavor !== 'object' || flavor === null || Array.isArray(flavor)) return [name, flavor];
    const { config: _, ...rest } = flavor as Record<string, unknown>;
    return [name, rest];
  });
  return {
    ...{ run_id, artifact_path, utc_time_created },
    ...(model_uuid === undefined ? {} : { model_uuid }),
    flavors: Object.fromEntries(flavors) as unknown,
  };
};

export const runInputRpcs = [
  defineRpc({
    method: 'POST',
    path: '/runs/log-inputs',
    since: '2.0',
    request: {
      run_id: required(text),
      datasets: list(datasetInput),
      models: list(present(message({ model_id: required(text) }))),
    },
    answer: async ({ run_id, datasets, models }, { write, changed }) => {
      datasets.forEach(checkDatasetInput);
      await write((writer) => {
        const run = activeRunOf(writer, run_id);
        for (const { dataset, tags } of datasets) {
          const { name, digest, source, source_type: sourceType, schema = null, profile = null } = dataset;
          const described = { name, digest, source, sourceType, schema, profile };
          linkLoggedDataset(
            writer,
            run,
            described,
            Object.fromEntries(tags.map(({ key, value }) => [key, value])),
          );
        }
        for (const { model_id: modelId } of models)
          linkLoggedModel(writer, { run: run.number, direction: 'input', modelId, step: 0 });
      });
      changed('runs', [run_id]);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/runs/outputs',
    since: '2.0',
    request: {
      run_id: required(text),
      models: list(present(message({ model_id: required(text), step: optionally(integer, 0) }))),
    },
    answer: async ({ run_id, models }, { write, changed }) => {
      await write((writer) => {
        const { number } = activeRunOf(writer, run_id);
        for (const { model_id: modelId, step } of models)
          linkLoggedModel(writer, { run: number, direction: 'output', modelId, step });
      });
      changed('runs', [run_id]);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/runs/log-model',
    since: '2.0',
    request: { run_id: required(text), model_json: required(text) },
    answer: async ({ run_id, model_json }, { write, changed }) => {
      const model = readModel(model_json);
      await write((writer) => {
        const { number } = activeRunOf(writer, run_id);
        const earlier = readHistory(tagOf(writer, number, historyTag) ?? '[]');
        const history = pythonJson([...earlier, notedModel(model)], { ascii: true });
        checkLength(history, maxTagLength, historyTag);
        setTag(writer, number, historyTag, history);
      });
      changed('runs', [run_id]);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/experiments/search-datasets',
    since: '2.0',
    request: { experiment_ids: list(present(text)) },
    answer: ({ experiment_ids }, { reader }) => {
      if (experiment_ids.length === 0)
        throw invalid('SearchDatasets request must specify at least one experiment_id.');
      if (experiment_ids.length > maxExperiments)
        throw invalid(
          `SearchDatasets request cannot specify more than ${maxExperiments} experiment_ids. Received ${experiment_ids.length} experiment_ids.`,
        );
      const found = datasetSummaries(reader, experimentNumbers(experiment_ids));
      const summaries = found.map(({ experimentId, name, digest, context }) => ({
        experiment_id: String(experimentId),
        name,
        digest,
        ...(context === '' ? {} : { context }),
      }));
      return summaries.length === 0 ? {} : { dataset_summaries: summaries };
    },
  }),
];
