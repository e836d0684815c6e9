import type { MetricPoint } from '../../../../shared/events.ts';
import { pythonText } from '../../../core/query/mlflow/clauses.ts';
import type { Writer } from '../../../ports/store-handles.ts';
import { addModelPoint } from '../../../store/logged-models.ts';
import { addPoints } from '../../../store/run-metrics.ts';
import { addParameter } from '../../../store/run-values.ts';
import type { RunRecord } from '../../../store/runs.ts';
import { defineRpc, type TrackingContext } from '../rpc.ts';
import { double, integer, list, message, optionally, present, required, text } from '../wire/fields.ts';
import { checkKey, isRunId, maxParameterLength, truncated } from '../wire/limits.ts';
import { pythonFloat } from '../wire/python-text.ts';
import { invalid, TrackingError } from '../wire/tracking-error.ts';
import { activeRunOf, checkTagKey, runFields, tagField, writeTags } from './runs.ts';

const metricFields = {
  key: required(text),
  value: present(double),
  timestamp: present(integer),
  step: optionally(integer, 0),
  model_id: text,
  dataset_name: text,
  dataset_digest: text,
} as const;

interface LoggedMetric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  readonly model_id: string | undefined;
  readonly dataset_name: string | undefined;
  readonly dataset_digest: string | undefined;
}

interface Parameter {
  readonly key: string;
  readonly value: string;
}

const checkMetric = (metric: LoggedMetric, path: string): void => {
  const { key, timestamp, value, dataset_name, dataset_digest } = metric;
  if (!dataset_name !== !dataset_digest)
    throw invalid('Both dataset_name and dataset_digest must be provided if one is provided');
  checkKey(key, { path: `${path}name`, what: 'Metric name' });
  if (timestamp < 0)
    throw invalid(
      `Invalid value ${timestamp} for parameter '${path}timestamp' supplied: metric '${key}' (value=${pythonFloat(value)}). ` +
        'Timestamp must be a nonnegative long (64-bit integer) ',
    );
};

const checkParameter = ({ key }: Parameter, path: string): void =>
  checkKey(key, { path: `${path}key`, what: 'Param key' });

/** JSON has no NaN and no infinities, so they travel between processes as text. */
const pointOf = ({ key, value, timestamp, step }: LoggedMetric): MetricPoint => ({
  key,
  step,
  timestampMs: timestamp,
  value: Number.isFinite(value) ? value : (String(value) as 'NaN' | 'Infinity' | '-Infinity'),
});

const writeMetrics = (writer: Writer, run: RunRecord, metrics: readonly LoggedMetric[]): void => {
  addPoints(writer, run.number, metrics.map(pointOf));
  for (const metric of metrics) {
    if (!metric.model_id) continue;
    const isKnown = addModelPoint(writer, metric.model_id, {
      ...pointOf(metric),
      runId: run.id,
      datasetName: metric.dataset_name ?? null,
      datasetDigest: metric.dataset_digest ?? null,
    });
    if (!isKnown)
      throw new TrackingError('BAD_REQUEST', `Logged model with ID '${metric.model_id}' not found.`);
  }
};

const writeParameter = (writer: Writer, run: RunRecord, { key, value }: Parameter): void => {
  const known = addParameter(writer, run.number, { key, value });
  if (known !== undefined && known !== value)
    throw invalid(
      `Changing param values is not allowed. Param with key='${key}' was already logged with value='${known}' ` +
        `for run ID='${run.id}'. Attempted logging new value '${value}'.`,
    );
};

/** All conflicts of a batch in one message. */
const writeParameters = (writer: Writer, run: RunRecord, parameters: readonly Parameter[]): void => {
  const conflicts = parameters.flatMap(({ key, value }) => {
    const known = addParameter(writer, run.number, { key, value });
    return known === undefined || known === value ? [] : [{ key, old_value: known, new_value: value }];
  });
  if (conflicts.length === 0) return;
  const listed = conflicts.map(
    ({ key, old_value, new_value }) =>
      `{'key': ${pythonText(key)}, 'old_value': ${pythonText(old_value)}, 'new_value': ${pythonText(new_value)}}`,
  );
  throw invalid(
    `Changing param values is not allowed. Params were already logged='[${listed.join(', ')}]' for run ID='${run.id}'.`,
  );
};

const announce = (
  { changed, logged }: TrackingContext,
  runId: string,
  metrics: readonly LoggedMetric[],
): void => {
  changed('runs', [runId]);
  if (metrics.length > 0) logged(runId, metrics.map(pointOf));
};

const checkCount = (what: string, count: number, limit: number): void => {
  if (count > limit)
    throw invalid(
      `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`,
    );
};

/** Also with the same value, a parameter comes once. */
const checkRepeated = (parameters: readonly Parameter[]): void => {
  const keys = new Set<string>();
  const repeated = parameters.filter(({ key }) => keys.size === keys.add(key).size);
  if (repeated.length > 0)
    throw invalid(
      `Duplicate parameter keys have been submitted: [${repeated.map(({ key }) => pythonText(key)).join(', ')}]. Please ensure the request contains only one param value per param key.`,
    );
};

export const loggingRpcs = [
  defineRpc({
    method: 'POST',
    path: '/runs/log-metric',
    since: '2.0',
    request: { ...runFields, ...metricFields },
    answer: async (request, context) => {
      const id = request.run_id;
      checkMetric(request, '');
      await context.write((writer) => writeMetrics(writer, activeRunOf(writer, id), [request]));
      announce(context, id, [request]);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/runs/log-parameter',
    since: '2.0',
    request: { ...runFields, key: required(text), value: optionally(text, '') },
    answer: async (request, context) => {
      const id = request.run_id;
      checkParameter(request, '');
      const parameter = { key: request.key, value: truncated(request.value, maxParameterLength) };
      await context.write((writer) => writeParameter(writer, activeRunOf(writer, id), parameter));
      announce(context, id, []);
      return {};
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/runs/log-batch',
    since: '2.0',
    request: {
      run_id: required(text),
      metrics: list(present(message(metricFields))),
      params: list(present(message({ key: required(text), value: optionally(text, '') }))),
      tags: list(tagField),
    },
    answer: async ({ run_id, metrics, params, tags }, context) => {
      if (!isRunId(run_id))
        throw invalid(`Invalid value ${JSON.stringify(run_id)} for parameter 'run_id' supplied.`);
      checkCount('metrics', metrics.length, 1000);
      checkCount('params', params.length, 100);
      checkCount('tags', tags.length, 100);
      checkCount('metrics, params, and tags', metrics.length + params.length + tags.length, 1000);
      metrics.forEach((metric, index) => {
        checkMetric(metric, `metrics[${index}].`);
      });
      params.forEach((parameter, index) => {
        checkParameter(parameter, `params[${index}].`);
      });
      tags.forEach(({ key }, index) => {
        checkTagKey(key, `tags[${index}].key`);
      });
      checkRepeated(params);
      const parameters = params.map(({ key, value }) => ({
        key,
        value: truncated(value, maxParameterLength),
      }));
      await context.write((writer) => {
        const run = activeRunOf(writer, run_id);
        writeParameters(writer, run, parameters);
        writeMetrics(writer, run, metrics);
        writeTags(writer, run, tags);
      });
      announce(context, run_id, metrics);
      return {};
    },
  }),
];
