import { z } from 'zod';
import { progress } from './progress.ts';

/** Runs that other tools left on disk, as they are found, and what became of them here. */

export const foreignFormat = z.enum(['mlflow-folder', 'mlflow-database', 'wandb', 'tensorboard', 'neptune']);
export type ForeignFormat = z.infer<typeof foreignFormat>;

/** What a person calls a format. */
export const foreignFormatTitles: Readonly<Record<ForeignFormat, string>> = {
  'mlflow-folder': 'MLflow folder',
  'mlflow-database': 'MLflow database',
  wandb: 'Weights & Biases',
  tensorboard: 'TensorBoard',
  neptune: 'Neptune export',
};

/** The tools whose runs are read, in a sentence. */
export const foreignTools = 'MLflow, Weights & Biases, TensorBoard or Neptune';

export const foundSource = z.object({
  format: foreignFormat,
  /** Absolute. */
  path: z.string(),
  /** Its path below the folder that was searched. */
  title: z.string(),
  /** null where counting would take long. */
  experimentCount: z.number().int().nullable(),
  runCount: z.number().int().nullable(),
});
export type FoundSource = z.infer<typeof foundSource>;

/** `copy` makes artifacts files of the project; `none` leaves them where they are and only remembers where that is. */
export const importedArtifacts = z.enum(['copy', 'none']);
export type ImportedArtifacts = z.infer<typeof importedArtifacts>;

/** Something that was found and not taken over. */
export const skippedItem = z.object({
  /** What kind of thing: `run`, `metric-point`, `artifact` … */
  subject: z.string(),
  reason: z.string(),
  /** How many, when the same holds for many. */
  count: z.number().int(),
  /** Where it was found: a file, or the name of a thing. */
  file: z.string(),
  /** Of a text file, from 1. */
  line: z.number().int().nullable(),
  runId: z.string().nullable(),
});
export type SkippedItem = z.infer<typeof skippedItem>;

/** A skip in one line: what, where, why. */
export const skippedText = ({ subject, reason, count, file, line }: SkippedItem): string =>
  `${count === 1 ? '' : `${count} × `}${subject} ${file}${line === null ? '' : `:${line}`}: ${reason}`;

export const skippedList = z.object({
  /** All of them, also those that are not listed. */
  count: z.number().int(),
  /** A thousand at most; the log of the job names all. */
  items: z.array(skippedItem),
});
export type SkippedList = z.infer<typeof skippedList>;

export const mostListedSkips = 1000;

export const importCounts = z.object({
  experiments: z.number().int(),
  runs: z.number().int(),
  parameters: z.number().int(),
  /** Of runs. */
  tags: z.number().int(),
  metricPoints: z.number().int(),
  datasets: z.number().int(),
  loggedModels: z.number().int(),
  modelLinks: z.number().int(),
  artifacts: z.number().int(),
  registeredModels: z.number().int(),
  modelVersions: z.number().int(),
  /** Reports of before know of none. */
  traces: z.number().int().default(0),
});
export type ImportCounts = z.infer<typeof importCounts>;

export const importCountTitles: Readonly<Record<keyof ImportCounts, string>> = {
  experiments: 'experiments',
  runs: 'runs',
  parameters: 'parameters',
  tags: 'tags',
  metricPoints: 'metric points',
  datasets: 'dataset inputs',
  loggedModels: 'logged models',
  modelLinks: 'links to models',
  artifacts: 'artifacts',
  registeredModels: 'registered models',
  modelVersions: 'model versions',
  traces: 'traces',
};

export const noImportCounts: ImportCounts = {
  experiments: 0,
  runs: 0,
  parameters: 0,
  tags: 0,
  metricPoints: 0,
  datasets: 0,
  loggedModels: 0,
  modelLinks: 0,
  artifacts: 0,
  registeredModels: 0,
  modelVersions: 0,
  traces: 0,
};

/** The output of an import. What was found and is neither added nor skipped was here already. */
export const importReport = z.object({
  source: z.object({ format: foreignFormat, path: z.string() }),
  artifacts: importedArtifacts,
  /** It was open in place before: what that had brought is the project's own now, and nothing of it is added. */
  wasLinked: z.boolean().default(false),
  found: importCounts,
  added: importCounts,
  skipped: skippedList,
});
export type ImportReport = z.infer<typeof importReport>;

/** Says of an import why it may have added nothing. */
export const wasLinkedWords =
  'Its runs were open in place. They are the project’s own now: they can be changed, and no longer follow the source.';

/** What `source` says of runs that are the project's own. */
export const ownSource = 'project';

/** A source that is read where it lies: its runs stand in the project's tables, its files stay its own. */
export const linkedSource = z.object({
  number: z.number().int(),
  /** What `source` says of its runs. */
  title: z.string(),
  format: foreignFormat,
  /** Absolute. */
  path: z.string(),
  /** `missing`: nothing is there now; its runs are as they were last read. */
  state: z.enum(['waiting', 'reading', 'ready', 'missing', 'failed']),
  /** Why it is missing or has failed. */
  problem: z.string().nullable(),
  progress: progress.nullable(),
  runs: z.number().int(),
  linkedAtMs: z.number(),
  /** When it was last read to its end. */
  readAtMs: z.number().nullable(),
  skipped: skippedList,
});
export type LinkedSource = z.infer<typeof linkedSource>;

/** What went with a source that is linked no more, and what stays because something else is in it. */
export const unlinked = z.object({
  title: z.string(),
  path: z.string(),
  runs: z.number().int(),
  keptExperiments: z.array(z.string()),
  keptModels: z.array(z.string()),
});

export const runsExport = z.object({
  /** The folder or address that was written to. */
  to: z.string(),
  experiments: z.number().int(),
  runs: z.number().int(),
  artifacts: z.number().int(),
  traces: z.number().int(),
  skipped: skippedList,
});
export type RunsExport = z.infer<typeof runsExport>;
