import { z } from 'zod';
import { progress } from './model/progress.ts';

/** Parts of a project that a client may hold a copy of. `changed` events name them, so that copies can be fetched again. */
export const topics = [
  'project',
  'datasets',
  'runs',
  'notes',
  'views',
  'models',
  'evaluations',
  'endpoints',
  'tracking-server',
  'traces',
  'predictions',
  'drift',
  'exports',
  'jobs',
] as const;
export const topic = z.enum(topics);
export type Topic = z.infer<typeof topic>;

export const metricPoint = z.object({
  key: z.string(),
  step: z.number().int(),
  /** NaN and infinities travel as they are inside a process and as text in JSON; see `metricValue`. */
  value: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]),
  timestampMs: z.number(),
});
export type MetricPoint = z.infer<typeof metricPoint>;

/** Events announce state, they do not steer. Every one belongs to a project, named by its folder. */
export const engineEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('changed'),
    project: z.string(),
    topic,
    /** Which objects; empty when many or unknown. */
    ids: z.array(z.string()),
  }),
  z.object({
    type: z.literal('job.progress'),
    project: z.string(),
    jobId: z.string(),
    progress,
  }),
  z.object({
    type: z.literal('job.log'),
    project: z.string(),
    jobId: z.string(),
    lines: z.array(z.string()),
  }),
  z.object({
    type: z.literal('run.points'),
    project: z.string(),
    runId: z.string(),
    points: z.array(metricPoint),
  }),
  z.object({
    type: z.literal('endpoint.stats'),
    project: z.string(),
    endpointId: z.string(),
    requestsPerSecond: z.number(),
    p50Ms: z.number().nullable(),
    p99Ms: z.number().nullable(),
    predictions: z.number(),
    errors: z.number(),
  }),
  z.object({
    type: z.literal('notice'),
    project: z.string(),
    level: z.enum(['info', 'warning', 'error']),
    message: z.string(),
  }),
]);
export type EngineEvent = z.infer<typeof engineEvent>;
