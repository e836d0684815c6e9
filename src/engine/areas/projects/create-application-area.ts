import { existsSync, statSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { applicationContract } from '../../../shared/contract/projects.ts';
import { EngineError } from '../../../shared/errors.ts';
import { type FoundSource, foreignTools } from '../../../shared/model/foreign-runs.ts';
import type { ProjectCounts, ProjectInfo, ProjectStatus } from '../../../shared/model/project.ts';
import type { CallContext, Handlers } from '../../ports/call.ts';
import type { ForeignRuns } from '../../ports/foreign-runs.ts';
import type { Clock } from '../../ports/surroundings.ts';
import { inspectFolder } from './inspect-folder.ts';
import { lookPlaceOf, writeLookFile } from './look-place.ts';
import { prepareFolder } from './prepare-folder.ts';
import { projectPaths } from './project-paths.ts';
import { createRecents } from './recents.ts';

export interface OpenProjects {
  /** Error `not-a-project`; a project that is open already stays as it is. */
  open(folder: string, creation?: { name: string; isSample: boolean }): Promise<ProjectInfo>;
  close(folder: string): Promise<void>;
  list(): Promise<{ folder: string; attached: boolean }[]>;
  call(command: string, folder: string, input: unknown, context: CallContext): Promise<unknown>;
}

interface Services {
  readonly projects: OpenProjects;
  readonly version: string;
  readonly userDataFolder: string;
  /** Folder with one folder for each sample. */
  readonly samples: string;
  readonly clock: Clock;
  readonly foreignRuns: Pick<ForeignRuns, 'detect'>;
}

const sampleName = 'telco-churn';

/** Commands that need no open project. */
export const createApplicationArea = ({
  projects,
  version,
  userDataFolder,
  samples,
  clock,
  foreignRuns,
}: Services) => {
  const recents = createRecents(userDataFolder);

  const open = async (
    folder: string,
    context: CallContext,
    creation?: { name: string; isSample: boolean },
  ): Promise<ProjectInfo> => {
    const info = await projects.open(folder, creation);
    const counts = await countsOf(projects, info.folder, context);
    recents.remember({ folder: info.folder, name: info.name, openedAtMs: clock.nowMs(), counts });
    return info;
  };

  /** The first time all that lies there is linked; what a person has taken out since stays out. */
  const look = async (
    given: string,
    context: CallContext,
  ): Promise<ProjectInfo & { isSearchComplete: boolean }> => {
    const { folder, looksAt, isNew } = lookPlaceOf(userDataFolder, given);
    if (!isNew) return { ...(await open(folder, context)), isSearchComplete: true };
    const { sources: found, isComplete } = await foreignRuns.detect(looksAt, { signal: context.signal });
    if (found.length === 0) throw nothingToLookAt(looksAt, isComplete);
    const name = basename(looksAt) || looksAt;
    prepareFolder({ folder, name });
    writeLookFile({ folder, looksAt });
    const info = await open(folder, context, { name, isSample: false });
    for (const { format, path } of found)
      await projects.call('foreignRuns.link', folder, { format, path }, context);
    return { ...info, isSearchComplete: isComplete };
  };

  return {
    handlers: {
      'projects.inspect': async ({ folder: given }, context) => {
        const folder = resolve(given);
        const { sources, isComplete: isSearchComplete } = isPlainFolder(folder)
          ? await foreignRuns.detect(folder, { signal: context.signal })
          : { sources: [], isComplete: true };
        const runSources = [...sources];
        return {
          ...(await inspectFolder(folder, runFoldersOf(runSources))),
          ...{ runSources, isSearchComplete },
        };
      },
      'projects.look': ({ folder }, context) => look(existing(resolve(folder)), context),
      'projects.create': ({ folder, name = basename(resolve(folder)) }, context) => {
        prepareFolder({ folder: resolve(folder), name });
        return open(resolve(folder), context, { name, isSample: false });
      },
      'projects.createSample': async ({ folder }, context) => {
        const target = folder === undefined ? freshSampleFolder() : resolve(folder);
        context.progress({ phase: 'Copying the sample' });
        await copySample(join(samples, sampleName), target);
        prepareFolder({ folder: target, name: sampleName });
        const info = await open(target, context, { name: sampleName, isSample: true });
        await addSampleData(projects, info.folder, context);
        return info;
      },
      'projects.open': ({ folder }, context) => open(resolve(folder), context),
      'projects.close': async ({ folder }) => {
        await projects.close(resolve(folder));
        return {};
      },
      'projects.recents': () => recents.list(),
      'projects.forget': ({ folder }) => {
        recents.forget(folder);
        return {};
      },
      'engine.info': async () => ({
        version,
        node: process.versions.node,
        pid: process.pid,
        residentBytes: process.memoryUsage.rss(),
        libraries: libraryVersions(),
        openProjects: await projects.list(),
      }),
    } satisfies Handlers<typeof applicationContract>,
  };
};

const isPlainFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true &&
  !existsSync(projectPaths(path).database);

/** Folders that hold nothing but runs; event files and exports may lie among anything. */
const runFoldersOf = (sources: readonly FoundSource[]): string[] =>
  sources.filter(({ format }) => format === 'mlflow-folder' || format === 'wandb').map(({ path }) => path);

const existing = (folder: string): string => {
  if (existsSync(folder)) return folder;
  throw new EngineError('not-found', `${folder} does not exist.`, { details: { folder } });
};

const nothingToLookAt = (folder: string, isComplete: boolean): EngineError =>
  new EngineError(
    'not-found',
    isComplete
      ? `No runs of ${foreignTools} lie in ${folder} or up to three levels below.`
      : `So much lies in ${folder} that the search for runs stopped early and found none. Name a folder further down.`,
    { details: { folder } },
  );

const countsOf = async (
  projects: OpenProjects,
  folder: string,
  context: CallContext,
): Promise<ProjectCounts | null> => {
  const status = (await projects.call('project.status', folder, {}, context)) as ProjectStatus;
  return status.counts;
};

/** `~/Documents/Modelyard/telco-churn`, or the first with a number that is not there yet. */
const freshSampleFolder = (): string => {
  const documents = process.env.MODELYARD_DOCUMENTS ?? join(homedir(), 'Documents');
  const parent = join(documents, 'Modelyard');
  for (let number = 1; ; number += 1) {
    const folder = join(parent, number === 1 ? sampleName : `${sampleName}-${number}`);
    if (!existsSync(folder)) return folder;
  }
};

const copySample = async (source: string, target: string): Promise<void> => {
  if (existsSync(target) && (await readdir(target)).length > 0) {
    throw new EngineError('already-exists', `${target} is not empty. Choose another folder for the sample.`, {
      details: { folder: target },
    });
  }
  await cp(source, target, { recursive: true, errorOnExist: true });
};

/** Every data file of the sample becomes a dataset of its name. */
const addSampleData = async (projects: OpenProjects, folder: string, context: CallContext): Promise<void> => {
  const data = join(folder, 'data');
  const files = (await readdir(data)).filter((name) => /\.(csv|parquet)$/.test(name)).sort();
  for (const [index, name] of files.entries()) {
    context.progress({ phase: `Adding ${name}`, completed: index, total: files.length });
    const quiet = { ...context, progress: () => {} };
    await projects.call('datasets.add', folder, { path: join(data, name) }, quiet);
  }
};

const libraries = ['better-sqlite3', '@duckdb/node-api', 'onnxruntime-node'];

const libraryVersions = (): Record<string, string> => {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(libraries.map((name) => [name, installedVersion(require, name)]));
};

const installedVersion = (require: NodeJS.Require, name: string): string => {
  try {
    return (require(`${name}/package.json`) as { version: string }).version;
  } catch {
    return 'unknown';
  }
};
