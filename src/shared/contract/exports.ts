import { z } from 'zod';
import { modelReference } from '../model/registry.ts';
import { defineArea } from './command.ts';

export const exportOptions = z.object({
  /** Name and tag of the image that the manifests name. */
  image: z
    .string()
    .regex(/^[a-z0-9]+([._/:-][a-z0-9]+)*(:[\w][\w.-]{0,127})?$/, 'Write an image as NAME:TAG in lower case.')
    .optional(),
  namespace: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .default('default'),
  replicas: z.number().int().min(1).max(1000).default(2),
  maxReplicas: z.number().int().min(1).max(10_000).default(6),
  cpuRequest: z
    .string()
    .regex(/^\d+m?$/)
    .default('250m'),
  cpuLimit: z
    .string()
    .regex(/^\d+m?$/)
    .default('1'),
  memoryRequest: z
    .string()
    .regex(/^\d+(Mi|Gi)$/)
    .default('256Mi'),
  memoryLimit: z
    .string()
    .regex(/^\d+(Mi|Gi)$/)
    .default('512Mi'),
});
export type ExportOptions = z.infer<typeof exportOptions>;

const exportFile = z.object({ path: z.string(), sizeBytes: z.number(), digest: z.string() });

export const exportSummary = z.object({
  id: z.string(),
  model: z.string(),
  version: z.number().int(),
  modelDigest: z.string(),
  folder: z.string(),
  image: z.string(),
  createdAtMs: z.number(),
  state: z.enum(['creating', 'ready', 'failed']),
  imageState: z.enum(['not-built', 'building', 'built', 'failed']),
  imageId: z.string().nullable(),
  imageSizeBytes: z.number().nullable(),
  /** The folder is still there and every file still has its checksum. */
  isIntact: z.boolean(),
});
export type ExportSummary = z.infer<typeof exportSummary>;

const container = z.object({
  id: z.string(),
  exportId: z.string(),
  image: z.string(),
  state: z.string(),
  health: z.string().nullable(),
  address: z.string().nullable(),
});

export const exportsContract = defineArea({
  'exports.create': {
    summary: 'Write a deployment bundle: Docker context, Kubernetes manifests, checksums. Queues a job',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      model: modelReference,
      /** A folder that does not exist yet, is empty, or holds an earlier export. */
      folder: z.string().min(1),
      options: exportOptions.prefault({}),
      /** Build the image too. */
      build: z.boolean().default(false),
    }),
    output: z.object({ jobId: z.string(), exportId: z.string() }),
  },
  'exports.list': {
    summary: 'Exports, newest first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(exportSummary),
  },
  'exports.get': {
    summary: 'An export with its files',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ export: z.string() }),
    output: exportSummary.extend({ files: z.array(exportFile), options: exportOptions }),
  },
  'exports.readFile': {
    summary: 'The text of one file of an export',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ export: z.string(), path: z.string() }),
    output: z.object({ text: z.string().nullable(), sizeBytes: z.number() }),
  },
  'exports.docker': {
    summary: 'Does a Docker engine answer on this machine?',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.object({
      isAvailable: z.boolean(),
      version: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  },
  'exports.build': {
    summary: 'Build the image of an export: queues a job',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ export: z.string() }),
    output: z.object({ jobId: z.string() }),
  },
  'exports.run': {
    summary: 'Run the built image on this machine, hardened as the manifests say',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({ export: z.string(), port: z.number().int().min(1).max(65535).optional() }),
    output: container,
  },
  'exports.containers': {
    summary: 'Containers that were started from exports of this project',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(container),
  },
  'exports.stop': {
    summary: 'Stop and remove a container',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ container: z.string() }),
    output: z.object({}),
  },
});
