import { z } from 'zod';

export const traceState = z.enum(['unspecified', 'ok', 'error', 'in-progress']);
export type TraceState = z.infer<typeof traceState>;

/** Of language models, as they were recorded; `total` is what was recorded as such, else the sum. */
export const tokenCounts = z.object({ input: z.number(), output: z.number(), total: z.number() });
export type TokenCounts = z.infer<typeof tokenCounts>;

export const assessmentKind = z.enum(['feedback', 'expectation', 'issue']);

/** What a person or a program thinks of a trace, or of one of its spans. */
export const traceAssessment = z.object({
  id: z.string(),
  name: z.string(),
  kind: assessmentKind,
  /** Any JSON; null where there is only an error. */
  value: z.unknown(),
  rationale: z.string().nullable(),
  /** `HUMAN`, `LLM_JUDGE`, `CODE` … and who or what it was. */
  sourceType: z.string().nullable(),
  sourceId: z.string().nullable(),
  spanId: z.string().nullable(),
  createdAtMs: z.number(),
  /** False once another one has taken its place. */
  isValid: z.boolean(),
  error: z.string().nullable(),
});
export type TraceAssessment = z.infer<typeof traceAssessment>;

/** A row of the list of traces. */
export const traceRow = z.object({
  id: z.string(),
  /** As its client calls it, or after its root span; may be empty. */
  name: z.string(),
  experiment: z.string(),
  state: traceState,
  requestedAtMs: z.number(),
  /** As its client says, else as far as its spans have come; null when nothing has ended. */
  durationMs: z.number().nullable(),
  requestPreview: z.string().nullable(),
  responsePreview: z.string().nullable(),
  spanCount: z.number(),
  tokens: tokenCounts.nullable(),
  /** The run that it was made in; its name is null when there is no such run. */
  runId: z.string().nullable(),
  runName: z.string().nullable(),
  session: z.string().nullable(),
  user: z.string().nullable(),
  /** Without MLflow's own. */
  tags: z.record(z.string(), z.string()),
  /** Those that count, in the order they were made. */
  assessments: z.array(traceAssessment.pick({ name: true, kind: true, value: true })),
});
export type TraceRow = z.infer<typeof traceRow>;

export const spanStatus = z.enum(['unset', 'ok', 'error']);

/** A span without what went in and came out. */
export const spanOutline = z.object({
  /** Within its trace. */
  id: z.string(),
  /** The span it belongs to, which need not be there. */
  parentId: z.string().nullable(),
  name: z.string(),
  /** `LLM`, `TOOL` … as its client calls it, or `UNKNOWN`. */
  type: z.string(),
  status: spanStatus,
  /** Since the first span of the trace began. */
  startMs: z.number(),
  /** Null while it goes on; negative when its clock went back. */
  durationMs: z.number().nullable(),
});
export type SpanOutline = z.infer<typeof spanOutline>;

/** A trace with all its spans, in the order in which they began. */
export const traceDetail = traceRow.extend({
  clientRequestId: z.string().nullable(),
  /** What its client said once and for all. */
  metadata: z.record(z.string(), z.string()),
  assessments: z.array(traceAssessment),
  spans: z.array(spanOutline),
});
export type TraceDetail = z.infer<typeof traceDetail>;

const attributes = z.record(z.string(), z.unknown());

export const spanEvent = z.object({
  name: z.string(),
  /** Since the first span of the trace began. */
  atMs: z.number(),
  attributes,
  /** Of an event that is an exception. */
  exception: z
    .object({ type: z.string().nullable(), message: z.string().nullable(), stack: z.string().nullable() })
    .nullable(),
});

/** Everything that is known of one span. */
export const spanDetail = spanOutline.extend({
  startedAtMs: z.number(),
  statusMessage: z.string().nullable(),
  /** Any JSON; null when none was recorded. */
  inputs: z.unknown(),
  outputs: z.unknown(),
  tokens: tokenCounts.nullable(),
  /** The language model that answered. */
  model: z.string().nullable(),
  /** What else was recorded, by name. */
  attributes,
  events: z.array(spanEvent),
  links: z.array(
    z.object({
      traceId: z.string(),
      spanId: z.string(),
      /** Whether that trace is in this project. */
      isHere: z.boolean(),
      attributes,
    }),
  ),
});
export type SpanDetail = z.infer<typeof spanDetail>;
