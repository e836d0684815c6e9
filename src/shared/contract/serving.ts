import { z } from 'zod';
import { modelReference } from '../model/registry.ts';
import { endpoint, predictionRecord } from '../model/serving.ts';
import { signature } from '../model/signature.ts';
import { defineArea } from './command.ts';

const endpointId = z.string().min(1);

export const servingContract = defineArea({
  'serving.start': {
    summary: 'Serve a model on this machine',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({
      model: modelReference,
      /** Default: the first free port from 8000. */
      port: z.number().int().min(1).max(65535).optional(),
    }),
    /** Answered when the endpoint is ready, which is after a warm-up inference. */
    output: endpoint,
  },
  'serving.stop': {
    summary: 'Stop an endpoint; requests under way are answered first',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ endpoint: endpointId }),
    output: endpoint,
  },
  'serving.remove': {
    summary: 'Stop an endpoint and take it off the list (its predictions stay)',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ endpoint: endpointId }),
    output: z.object({}),
  },
  'serving.list': {
    summary: 'Endpoints',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(endpoint),
  },
  'serving.describe': {
    summary:
      'What to send to an endpoint: signature, an example request, code in curl, Python and JavaScript',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ endpoint: endpointId }),
    output: z.object({
      signature,
      example: z.record(z.string(), z.unknown()),
      code: z.array(z.object({ language: z.enum(['curl', 'python', 'javascript']), text: z.string() })),
    }),
  },
  'serving.try': {
    summary: 'Send a request to an endpoint, over HTTP like any other client',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ endpoint: endpointId, body: z.unknown() }),
    output: z.object({ status: z.number(), body: z.unknown(), durationMs: z.number() }),
  },
  'serving.predictions': {
    summary: 'Logged predictions, newest first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      endpoint: endpointId.optional(),
      limit: z.number().int().min(1).max(1000).default(100),
    }),
    output: z.object({ predictions: z.array(predictionRecord), total: z.number() }),
  },
  'serving.predictFile': {
    summary: 'Predict every row of a data file into another file: queues a job',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      model: modelReference,
      data: z.string().min(1),
      out: z.string().min(1),
      overwrite: z.boolean().default(false),
    }),
    output: z.object({ jobId: z.string() }),
  },
});
