import { z } from 'zod';
import {
  foreignFormat,
  foundSource,
  importedArtifacts,
  linkedSource,
  runsExport,
  unlinked,
} from '../model/foreign-runs.ts';
import { defineArea } from './command.ts';

export const foreignRunsContract = defineArea({
  'foreignRuns.find': {
    summary: 'Runs of other tools that lie in a folder; never writes',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      /** Relative to the project. Default: the project’s folder. */
      folder: z.string().optional(),
      /** To its end, however long that takes. Default: about a second. */
      isWhole: z.boolean().optional(),
    }),
    output: z.object({
      sources: z.array(foundSource),
      /** False when the search stopped early: there may be more. */
      isComplete: z.boolean(),
    }),
  },
  'foreignRuns.import': {
    summary: 'Take over runs of another tool with everything recorded of them: queues a job',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      format: foreignFormat,
      /** Relative to the project, or absolute. */
      path: z.string(),
      artifacts: importedArtifacts.default('copy'),
    }),
    output: z.object({ jobId: z.string() }),
  },
  'foreignRuns.link': {
    summary: 'Read runs of another tool where they lie: never copied, never written to, kept up to date',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      format: foreignFormat,
      /** Relative to the project, or absolute. */
      path: z.string(),
      /** What `source` says of its runs. Default: the name of the folder or file. */
      title: z.string().min(1).max(250).optional(),
    }),
    /** It is being read by then; see `foreignRuns.refresh` for its end. */
    output: linkedSource,
  },
  'foreignRuns.links': {
    summary: 'Sources that are read where they lie, with their state',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.object({ sources: z.array(linkedSource) }),
  },
  'foreignRuns.refresh': {
    summary: 'Read what has changed in linked sources, and wait for it',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({
      /** Titles or paths; default: all. */
      sources: z.array(z.string()).optional(),
    }),
    output: z.object({ sources: z.array(linkedSource) }),
  },
  'foreignRuns.unlink': {
    summary: 'Take the runs of a linked source out of the project; the source stays as it is',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({
      /** Title or path. */
      source: z.string(),
    }),
    output: unlinked,
  },
  'foreignRuns.export': {
    summary: 'Write runs for MLflow: as an mlruns folder, or to a tracking server',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({
      /** A new folder, or the address of a server such as http://127.0.0.1:5000. */
      to: z.string(),
      /** Default: all, with the registered models. */
      experiment: z.string().optional(),
    }),
    output: runsExport,
  },
});
