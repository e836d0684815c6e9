import { z } from 'zod';
import { foreignFormat, foundSource, importedArtifacts, runsExport } from '../model/foreign-runs.ts';
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
