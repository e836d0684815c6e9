import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isMap, parseDocument } from 'yaml';
import { z } from 'zod';
import { EngineError } from '../../../shared/errors.ts';
import type { ProjectServices, ProjectSettings } from '../../ports/project-services.ts';
import { writeAtomically } from '../../store/write-atomically.ts';

const defaultPort = 8000;
const defaultParallel = (): number => Math.max(1, Math.min(4, availableParallelism() - 1));

const settingsFile = z.object({
  name: z.string().min(1).nullish(),
  metricGoals: z.record(z.string(), z.enum(['maximize', 'minimize', 'none'])).nullish(),
  serving: z.object({ port: z.number().int().min(1).max(65_535).nullish() }).nullish(),
  jobs: z.object({ parallel: z.number().int().min(1).max(64).nullish() }).nullish(),
});

/** The file a new project starts with. */
export const initialSettings = (
  name: string,
): string => `# Settings of this Modelyard project, worth committing.
# What Modelyard records itself lies in .modelyard/, which git ignores.
name: ${JSON.stringify(name)}

# Whether more or less of a metric is better: maximize, minimize or none. Common metrics need no entry.
metricGoals: {}

serving:
  # The first port that an endpoint tries.
  port: ${defaultPort}

jobs:
  # How many jobs run at the same time; without a number, one less than the processors, at most 4.
  parallel:
`;

/** Reads anew each time, because the file is the user's to edit. Errors name file and line. */
export const createProjectSettings = (file: string): ProjectServices['settings'] => ({
  read: () => readSettings(file),
  setMetricGoal: (metric, goal) => {
    const document = parse(file);
    // A file of comments only, or of `metricGoals:` without a value, has no map to set anything in.
    if (!isMap(document.contents)) document.set('metricGoals', document.createNode({}));
    if (!isMap(document.get('metricGoals'))) document.set('metricGoals', document.createNode({}));
    const goals = document.get('metricGoals');
    if (isMap(goals)) goals.flow = false;
    document.setIn(['metricGoals', metric], goal ?? 'none');
    writeAtomically(file, document.toString({ lineWidth: 0 }));
  },
});

const readSettings = (file: string): ProjectSettings => {
  const parsed = settingsFile.safeParse(parse(file).toJS() ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw wrong(file, `“${field}” is wrong: ${issue?.message ?? ''}`, { field });
  }
  const { name, metricGoals, serving, jobs } = parsed.data;
  return {
    name: name ?? null,
    metricGoals: Object.fromEntries(
      Object.entries(metricGoals ?? {}).map(([metric, goal]) => [metric, goal === 'none' ? null : goal]),
    ),
    serving: { port: serving?.port ?? defaultPort },
    jobs: { parallel: jobs?.parallel ?? defaultParallel() },
  };
};

const parse = (file: string) => {
  const document = parseDocument(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const [problem] = document.errors;
  if (problem === undefined) return document;
  const line = problem.linePos?.[0].line;
  throw wrong(file, `line ${line ?? '?'}: ${problem.message.split('\n', 1)[0]}`, { line });
};

const wrong = (file: string, message: string, details: Record<string, unknown>): EngineError =>
  new EngineError('invalid-input', `${file}, ${message}`, { details: { path: file, ...details } });
