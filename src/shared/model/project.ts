import { z } from 'zod';
import { foundSource } from './foreign-runs.ts';
import { foundTool } from './recognised-tools.ts';

export const projectInfo = z.object({
  folder: z.string(),
  name: z.string(),
  createdAtMs: z.number(),
  /** Another process's engine has it open and answers for us. */
  attached: z.boolean(),
  /** Why nothing can be changed in it, and what to do; null when everything can. */
  readOnlyReason: z.string().nullable(),
  isSample: z.boolean(),
  /** The folder whose runs it looks at without writing there; null for a project that is its own folder. */
  looksAt: z.string().nullable(),
});
export type ProjectInfo = z.infer<typeof projectInfo>;

export const projectCounts = z.object({
  datasets: z.number(),
  runs: z.number(),
  models: z.number(),
  endpoints: z.number(),
});
export type ProjectCounts = z.infer<typeof projectCounts>;

export const recentProject = z.object({
  folder: z.string(),
  name: z.string(),
  openedAtMs: z.number(),
  exists: z.boolean(),
  counts: projectCounts.nullable(),
});
export type RecentProject = z.infer<typeof recentProject>;

/** What Modelyard found in a folder before anything was written to it. */
export const folderFinding = z.object({
  folder: z.string(),
  name: z.string(),
  kind: z.enum(['project', 'empty', 'folder', 'missing', 'not-a-folder']),
  writable: z.boolean(),
  /** Data files that could become datasets, largest first, at most 50. */
  dataFiles: z.array(z.object({ path: z.string(), format: z.string(), sizeBytes: z.number() })),
  dataFileCount: z.number(),
  notebooks: z.number(),
  scripts: z.number(),
  onnxFiles: z.number(),
  hasGit: z.boolean(),
  /** Runs that other tools left: they can be read in place or imported. */
  runSources: z.array(foundSource),
  /** False when the search for them stopped early: there may be more. */
  isSearchComplete: z.boolean(),
  /** What other tools left besides, which is recognised and not read yet; at most 20. */
  tools: z.array(foundTool),
  /** For a project that a newer Modelyard wrote, or one that cannot be opened: why. */
  problem: z.string().nullable(),
});
export type FolderFinding = z.infer<typeof folderFinding>;

export const notice = z.object({
  id: z.number(),
  atMs: z.number(),
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
});
export type Notice = z.infer<typeof notice>;

/** One thing to do next, with the words of its button and the screen or action it leads to. */
export const nextStep = z.object({
  id: z.enum([
    'add-data',
    'train',
    'compare',
    'register',
    'serve',
    'try',
    'check-drift',
    'retrain',
    'export',
    'done',
  ]),
  title: z.string(),
  explanation: z.string(),
  /** Route in the window, such as `data` or `runs/<id>`. */
  route: z.string(),
});
export type NextStep = z.infer<typeof nextStep>;

export const projectStatus = z.object({
  project: projectInfo,
  counts: projectCounts,
  models: z.array(
    z.object({
      name: z.string(),
      version: z.number(),
      alias: z.string().nullable(),
      metric: z.object({ name: z.string(), value: z.number() }).nullable(),
      registeredAtMs: z.number(),
      servingEndpointId: z.string().nullable(),
    }),
  ),
  endpoints: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.string(),
      address: z.string().nullable(),
      requestsPerSecond: z.number(),
      p99Ms: z.number().nullable(),
      predictions: z.number(),
    }),
  ),
  drift: z
    .object({
      reportId: z.string(),
      atMs: z.number(),
      current: z.string(),
      driftedColumns: z.number(),
      columns: z.number(),
      drifted: z.boolean(),
    })
    .nullable(),
  lastRuns: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      startedAtMs: z.number(),
      metric: z.object({ name: z.string(), value: z.number() }).nullable(),
    }),
  ),
  jobs: z.object({ queued: z.number(), running: z.number(), failedLastDay: z.number() }),
  disk: z.object({
    databaseBytes: z.number(),
    objectsBytes: z.number(),
    logsBytes: z.number(),
    predictionsBytes: z.number(),
  }),
  steps: z.array(nextStep.extend({ isDone: z.boolean() })),
  next: nextStep,
});
export type ProjectStatus = z.infer<typeof projectStatus>;
