import { exampleFeatures, exampleRecord } from '../shared/model/example-request.ts';
import type { ServingManifest } from '../shared/model/serving.ts';
import type { ColumnType, Signature, SignatureInput } from '../shared/model/signature.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of a served model, made from its signature. */
export function makeOpenApi({ name, version, runId, modelDigest, signature }: ServingManifest): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: `${name} ${version}`,
      version: String(version),
      description:
        `Predicts ${signature.target} (${signature.task}) from ${signature.inputs.length} columns. ` +
        `Run ${runId ?? 'unknown'}, model digest sha256:${modelDigest}.`,
    },
    paths: {
      '/predict': { post: predictOperation(signature) },
      '/health/live': { get: plainOperation('Is the process alive?', { 200: 'It is.' }) },
      '/health/ready': {
        get: plainOperation('Can it predict?', {
          200: 'The warm-up prediction has succeeded.',
          503: 'Not yet, or it is shutting down.',
        }),
      },
      '/metrics': { get: plainOperation('Prometheus metrics', { 200: 'Text exposition format.' }) },
      '/openapi.json': { get: plainOperation('This document', { 200: 'OpenAPI 3.1.' }) },
    },
    components: {
      schemas: {
        Record: recordSchema(signature),
        Features: featuresSchema(signature),
        Prediction: predictionSchema(signature),
        Answer: answerSchema(signature),
        Error: errorSchema,
      },
    },
  };
}

const reference = (schema: string): Json => ({ $ref: `#/components/schemas/${schema}` });
const jsonContent = (schema: Json, rest: Json = {}): Json => ({ 'application/json': { schema, ...rest } });

const plainOperation = (summary: string, answers: Readonly<Record<number, string>>): Json => ({
  summary,
  responses: Object.fromEntries(
    Object.entries(answers).map(([status, description]) => [status, { description }]),
  ),
});

const predictOperation = (signature: Signature): Json => ({
  summary: `Predict ${signature.target}`,
  operationId: 'predict',
  parameters: [
    {
      name: 'X-Request-Id',
      in: 'header',
      description:
        'Name of this request, in its answer and in the prediction log: letters, digits and . _ : - up to 128. Made up when absent.',
      schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,128}$' },
    },
  ],
  requestBody: {
    required: true,
    content: jsonContent(
      {
        oneOf: [
          objectSchema({ records: { type: 'array', minItems: 1, items: reference('Record') } }),
          objectSchema({
            features: {
              description: 'One row, or an array of rows, in the order of the columns.',
              oneOf: [reference('Features'), { type: 'array', minItems: 1, items: reference('Features') }],
            },
          }),
        ],
      },
      {
        examples: {
          records: { value: { records: [exampleRecord(signature)] } },
          features: { value: { features: exampleFeatures(signature) } },
        },
      },
    ),
  },
  responses: {
    200: { description: 'One prediction a row.', content: jsonContent(reference('Answer')) },
    ...Object.fromEntries(
      Object.entries(predictFailures).map(([status, description]) => [
        status,
        { description, content: jsonContent(reference('Error')) },
      ]),
    ),
  },
});

const predictFailures: Readonly<Record<number, string>> = {
  400: 'The request does not fit the signature; the error names column and row.',
  403: 'Host or Origin is not allowed.',
  413: 'The body is too large.',
  415: 'The body is not application/json.',
  422: 'The model cannot answer for these values.',
  429: 'Too many requests are waiting.',
  503: 'Not ready.',
};

const objectSchema = (properties: Json): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const recordSchema = ({ inputs }: Signature): Json =>
  objectSchema(Object.fromEntries(inputs.map((input) => [input.name, columnSchema(input)])));

const featuresSchema = ({ inputs }: Signature): Json => ({
  type: 'array',
  prefixItems: inputs.map((input) => ({ title: input.name, ...columnSchema(input) })),
  minItems: inputs.length,
  maxItems: inputs.length,
});

const columnTypes: Readonly<Record<ColumnType, Json>> = {
  number: { type: ['number', 'null'] },
  boolean: { oneOf: [{ type: 'boolean' }, { enum: [0, 1] }, { type: 'null' }] },
  datetime: { type: ['string', 'null'], description: 'ISO 8601; UTC when it names no zone.' },
  string: { type: ['string', 'null'] },
};

const columnSchema = ({ type, example, categories }: SignatureInput): Json => ({
  ...columnTypes[type],
  ...(example === null ? {} : { examples: [example] }),
  ...(categories === undefined
    ? {}
    : {
        description: `Known values: ${categories.slice(0, 20).join(', ')}${categories.length > 20 ? ' …' : ''}`,
      }),
});

const predictionProperties = ({ task, classes }: Signature): Json =>
  task === 'regression'
    ? { prediction: { type: 'number' } }
    : {
        prediction: { type: 'string', ...(classes.length > 0 ? { enum: classes } : {}) },
        probabilities: {
          type: 'object',
          properties: Object.fromEntries(classes.map((label) => [label, { type: 'number' }])),
          additionalProperties: { type: 'number' },
        },
      };

const predictionSchema = (signature: Signature): Json => ({
  type: 'object',
  properties: predictionProperties(signature),
  required: ['prediction'],
});

const answerSchema = (signature: Signature): Json => ({
  type: 'object',
  description: 'For a single row, `prediction` and `probabilities` stand at the top as well.',
  properties: {
    ...predictionProperties(signature),
    predictions: { type: 'array', items: reference('Prediction') },
    model: { type: 'string' },
    version: { type: 'integer' },
    runId: { type: ['string', 'null'] },
    requestId: { type: 'string' },
  },
  required: ['predictions', 'model', 'version', 'runId', 'requestId'],
});

const errorSchema: Json = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        column: { type: 'string' },
        row: { type: 'integer', description: 'Counts from 0.' },
        expected: { type: 'string' },
        got: { type: 'string' },
      },
      required: ['code', 'message'],
    },
  },
  required: ['error'],
};
