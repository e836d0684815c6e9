import { mostLevelsOfAssessment } from '../../../core/traces/assessment-levels.ts';
import { plainValue } from '../../../core/traces/otlp-span.ts';
import { readPythonValue } from '../../../core/traces/python-value.ts';
import type { ForeignAssessment } from '../../../ports/foreign-runs.ts';
import { UnreadableFile } from '../guarded-files.ts';
import { toAssessment } from '../mlflow/assessments.ts';
import { parseTimeMs } from '../mlflow/identifiers.ts';
import { pythonBoolean } from '../python-text.ts';
import { type Row, textOf } from './tables.ts';

export const assessmentColumns = [
  ...['assessment_id', 'trace_id', 'name', 'assessment_type', 'value', 'error', 'created_timestamp'],
  ...['last_updated_timestamp', 'source_type', 'source_id', 'span_id', 'rationale', 'overrides', 'valid'],
  'assessment_metadata',
];

/** As MLflow's API tells it. Source: `SqlAssessments.to_mlflow_entity`. Errors: `UnreadableFile` for a row that tells no assessment. */
export const readAssessmentRow = (row: Row): ForeignAssessment => {
  const text = (column: string): string | null => textOf(row, column);
  const kind = text('assessment_type') ?? '';
  const createdAt = timeText(text('created_timestamp'));
  return toAssessment(
    withoutAbsent({
      assessment_id: text('assessment_id'),
      assessment_name: text('name'),
      trace_id: text('trace_id'),
      span_id: text('span_id'),
      source: withoutAbsent({ source_type: text('source_type'), source_id: text('source_id') }),
      create_time: createdAt,
      last_update_time: timeText(text('last_updated_timestamp')) ?? createdAt,
      [kind]: saidBy(kind, text('value') ?? '', text('error')),
      rationale: text('rationale'),
      metadata: metadataOf(text('assessment_metadata')),
      overrides: text('overrides'),
      valid: text('valid') !== '0',
    }),
  );
};

const saidBy = (kind: string, valueText: string, errorText: string | null): object => {
  const value = fromJson(valueText);
  if (kind === 'feedback') {
    const error = errorText === null ? null : fromJson(errorText);
    return { value, ...(isObject(error) && { error: withoutAbsent(error) }) };
  }
  if (kind === 'expectation' && typeof value === 'object' && value !== null)
    return { serialized_value: { serialization_format: 'JSON_FORMAT', value: valueText } };
  return kind === 'issue' && isObject(value) ? value : { value };
};

/** Each value as text, as Python writes it. */
const metadataOf = (text: string | null): object | null => {
  const metadata = text === null ? null : fromJson(text);
  if (!isObject(metadata)) return null;
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [
      key,
      typeof value === 'boolean'
        ? pythonBoolean(value)
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
};

const fromJson = (text: string): unknown => {
  try {
    return plainValue(readPythonValue(text, mostLevelsOfAssessment));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof RangeError)
      throw new UnreadableFile(thrown.message);
    throw thrown;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withoutAbsent = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** Null where it is no time that can be written. */
const timeText = (text: string | null): string | null => {
  const timeMs = parseTimeMs(text);
  return timeMs === null || Math.abs(timeMs) > 8.64e15 ? null : new Date(timeMs).toISOString();
};
