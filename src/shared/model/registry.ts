import { z } from 'zod';
import { signature } from './signature.ts';

export const modelName = z
  .string()
  .regex(
    /^(?=.*\S)[^/\\@:\p{Cc}]{1,250}$/u,
    'A model name has at most 250 characters, none of them / \\ @ or :.',
  );

export const aliasName = z
  .string()
  .regex(
    /^(?!latest$)(?!v\d+$)[A-Za-z][\w-]{0,254}$/i,
    'An alias starts with a letter and holds letters, digits, _ and -; “latest” and names such as v3 are taken.',
  );

/** `name`, `name@alias`, `name/version`. Alone, a name means its champion, or without one its newest version. */
export const modelReference = z
  .string()
  .regex(/^[^@/\\]+([@/][\w-]+)?$/, 'Write a model as NAME, NAME@ALIAS or NAME/VERSION.');

export const modelVersion = z.object({
  name: z.string(),
  version: z.number().int(),
  aliases: z.array(z.string()),
  description: z.string(),
  /** Where it comes from; null for an imported ONNX file. */
  runId: z.string().nullable(),
  runName: z.string().nullable(),
  /** SHA-256 of the ONNX file; null where the version holds none, such as a pickled scikit-learn model. */
  digest: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  /** Where a tracking client said that the version comes from. */
  source: z.string().nullable(),
  /** MLflow's stages, which aliases have replaced. */
  stage: z.enum(['None', 'Staging', 'Production', 'Archived']),
  signature: signature.nullable(),
  registeredAtMs: z.number(),
  /** Held-out figures of the run, or of the newest evaluation. */
  metrics: z.record(z.string(), z.number()),
  endpoints: z.array(z.string()),
});
export type ModelVersion = z.infer<typeof modelVersion>;

export const registeredModel = z.object({
  name: z.string(),
  description: z.string(),
  createdAtMs: z.number(),
  aliases: z.record(z.string(), z.number()),
  versionCount: z.number(),
  latest: modelVersion.nullable(),
});
export type RegisteredModel = z.infer<typeof registeredModel>;

/** One step on the way from data to endpoint. */
export const lineageNode = z.object({
  id: z.string(),
  type: z.enum(['dataset', 'run', 'model', 'endpoint', 'evaluation', 'export']),
  title: z.string(),
  detail: z.string(),
});
export const lineage = z.object({
  nodes: z.array(lineageNode),
  edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string() })),
});
export type Lineage = z.infer<typeof lineage>;
