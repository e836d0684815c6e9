import {
  describeValue,
  type EncodedRows,
  encodeFeatureRows,
  encodeRecords,
  RowError,
} from '../shared/model/encode-rows.ts';
import type { Signature } from '../shared/model/signature.ts';
import { RequestError } from './request-error.ts';

export interface PredictRequest {
  readonly rows: EncodedRows;
  /** A row's values by column, as they were sent. */
  readonly featuresOf: (row: number) => Record<string, unknown>;
}

/** Reads the body of POST /predict: `{"records": [{column: value}]}`, or `{"features": [...]}` in the signature's order. */
export function parsePredictRequest(signature: Signature, body: string): PredictRequest {
  const { name, items } = readItems(parseJson(body));
  if (name === 'records') {
    return {
      rows: encodeRecords(signature, items),
      featuresOf: (row) => items[row] as Record<string, unknown>,
    };
  }
  const rows = Array.isArray(items[0]) ? items : [items];
  return {
    rows: encodeFeatureRows(signature, rows),
    featuresOf: (row) =>
      Object.fromEntries(
        signature.inputs.map(({ name: column }, index) => [column, (rows[row] as unknown[])[index]]),
      ),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (thrown) {
    throw new RequestError('malformed-json', `The body is not valid JSON: ${(thrown as Error).message}.`);
  }
}

const expectedBody = 'an object with either "features" or "records"';

function readItems(body: unknown): { name: 'features' | 'records'; items: unknown[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw wrongShape('The body', expectedBody, describeValue(body));
  }
  const [name, ...others] = Object.keys(body);
  if ((name !== 'features' && name !== 'records') || others.length > 0) {
    throw wrongShape('The body', expectedBody, describeKeys(Object.keys(body)));
  }
  const items = (body as Record<string, unknown>)[name];
  if (!Array.isArray(items)) throw wrongShape(`"${name}"`, 'an array', describeValue(items));
  if (items.length === 0) throw wrongShape(`"${name}"`, 'at least one row', 'an empty array');
  return { name, items };
}

const wrongShape = (what: string, expected: string, got: string): RowError =>
  new RowError('wrong-shape', `${what}: expected ${expected}, got ${got}.`, { expected, got });

const describeKeys = (keys: readonly string[]): string =>
  keys.length === 0
    ? 'an empty object'
    : `an object with ${keys
        .slice(0, 5)
        .map((key) => JSON.stringify(key.slice(0, 60)))
        .join(', ')}`;
