import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { EngineError } from '../../../shared/errors.ts';
import { daysSince1970 } from '../../../shared/model/encode-rows.ts';
import { type PredictionRecord, predictionRecord } from '../../../shared/model/serving.ts';
import type { Column, Table } from '../../core/table.ts';
import type { DataSource } from '../../ports/data-engine.ts';

type Feature = PredictionRecord['features'][string];

/** The features that an endpoint was asked with, as a table whose columns are of the reference's kinds. */
export const readLoggedPredictions = async (call: {
  segments: readonly string[];
  sinceMs: number | null;
  reference: DataSource;
  signal: AbortSignal;
}): Promise<Table> => {
  const { segments, sinceMs, reference, signal } = call;
  const records: PredictionRecord['features'][] = [];
  for (const segment of segments) {
    for await (const line of createInterface({
      input: createReadStream(segment),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      signal.throwIfAborted();
      const record = parseLine(line);
      if (record !== null && (sinceMs === null || Date.parse(record.time) >= sinceMs))
        records.push(record.features);
    }
  }
  if (records.length === 0)
    throw new EngineError(
      'conflict',
      'No predictions were logged in that time, so there is nothing to compare. Send the endpoint some requests first.',
    );
  const asked = new Set(records.flatMap((record) => Object.keys(record)));
  const columns = reference.columns
    .filter(({ name }) => asked.has(name))
    .map(({ name, type }) =>
      columnOf(
        name,
        type,
        records.map((record) => record[name] ?? null),
      ),
    );
  return { rowCount: records.length, columns };
};

/** A line that was cut off when the program was killed is not a record. */
const parseLine = (line: string): PredictionRecord | null => {
  try {
    return predictionRecord.parse(JSON.parse(line));
  } catch {
    return null;
  }
};

const columnOf = (name: string, type: string, values: readonly Feature[]): Column => {
  if (type === 'text' || type === 'boolean') return categoryColumn(name, values);
  const read = type === 'date' || type === 'datetime' ? dayOf : Number;
  return {
    kind: 'number',
    name,
    values: Float64Array.from(values, (value) => (value === null ? Number.NaN : read(value))),
  };
};

const dayOf = (value: NonNullable<Feature>): number =>
  typeof value === 'string' ? daysSince1970(value) : Number(value);

const categoryColumn = (name: string, values: readonly Feature[]): Column => {
  const texts = values.map((value) => (value === null || value === '' ? null : String(value)));
  const categories = [...new Set(texts.filter((text) => text !== null))].sort();
  const codeOf = new Map(categories.map((text, code) => [text, code]));
  return {
    kind: 'category',
    name,
    categories,
    codes: Int32Array.from(texts, (text) => (text === null ? -1 : (codeOf.get(text) ?? -1))),
  };
};
