import { basename, dirname, join, relative, sep } from 'node:path';
import { type FolderEntry, listFolder } from '../guarded-files.ts';
import { attempt } from '../skipped.ts';

/**
 * Where an export of Neptune's projects keeps its runs: `<data>/<project>/<run>_part_<n>.parquet`, where names end with 16 digits of a digest
 * of what they are called in Neptune, and a run is complete when its first part is there. Files lie in a folder of their own,
 * `<files>/<project>/…`. Source: neptune_exporter/storage/parquet_writer.py and utils.py of neptune-exporter.
 */
export interface NeptuneRunFiles {
  /** Its folder and name from the folder that was opened. */
  readonly unit: string;
  /** The project's folder. */
  readonly folder: string;
  /** In their order. */
  readonly parts: readonly string[];
}

const projectName = /-[0-9a-f]{16}$/;
const partName = /^(.+-[0-9a-f]{16})_part_(\d+)\.parquet$/;
const firstPart = /-[0-9a-f]{16}_part_0\.parquet$/;

const holdsRuns = (entries: readonly FolderEntry[]): boolean =>
  entries.some(({ type, name }) => type === 'file' && firstPart.test(name));

const listed = (folder: string): FolderEntry[] => {
  const listing = attempt(() => listFolder(folder));
  return listing.ok ? listing.value : [];
};

const foldersIn = (folder: string, entries = listed(folder)): string[] =>
  entries.flatMap(({ type, name }) => (type === 'folder' ? [join(folder, name)] : []));

const projectsIn = (folder: string, entries?: readonly FolderEntry[]): string[] =>
  foldersIn(folder, entries === undefined ? undefined : [...entries]).filter(
    (project) => projectName.test(project) && holdsRuns(listed(project)),
  );

/** The folders of projects: `root` is one itself, holds them, or holds the folder that does. */
export const findNeptuneProjects = (root: string): string[] => {
  const entries = listFolder(root);
  if (holdsRuns(entries)) return [root];
  return [...projectsIn(root, entries), ...foldersIn(root, entries).flatMap((folder) => projectsIn(folder))];
};

export const findRunsOfProject = (root: string, folder: string): NeptuneRunFiles[] => {
  const runs = new Map<string, { number: number; path: string }[]>();
  for (const { type, name } of listed(folder)) {
    const [, run, number] = (type === 'file' && partName.exec(name)) || [];
    if (run !== undefined)
      runs.set(run, [...(runs.get(run) ?? []), { number: Number(number), path: join(folder, name) }]);
  }
  return [...runs].flatMap(([run, parts]) => {
    parts.sort((one, other) => one.number - other.number);
    if (parts[0]?.number !== 0) return [];
    const unit = [...relative(root, folder).split(sep), run].filter((part) => part !== '').join('/');
    return [{ unit, folder, parts: parts.map(({ path }) => path) }];
  });
};

/** The file that makes a run complete. */
export const firstPartOf = (root: string, unit: string): string => join(root, `${unit}_part_0.parquet`);

/** The folders of projects beside those of the units, without a look into them; all that there are when no unit is known. */
export const projectsBeside = (root: string, units: readonly string[]): string[] => {
  const known = units.filter((unit) => unit.includes('/')).map((unit) => dirname(join(root, unit)));
  const projects = known.length > 0 ? known : findNeptuneProjects(root).filter((project) => project !== root);
  return [...new Set(projects.map((project) => dirname(project)))].flatMap((data) =>
    foldersIn(data).filter((folder) => projectName.test(folder)),
  );
};

/** Where files of a project may lie: in folders of its name below one of the roots or the folders in it. */
export const filesFoldersOf = (project: string, roots: readonly string[]): string[] =>
  namesakesOf(project, [...new Set(roots.flatMap((root) => [root, ...foldersIn(root)]))]);

const namesakesOf = (project: string, parents: readonly string[]): string[] =>
  parents
    .map((parent) => join(parent, basename(project)))
    .filter((folder) => folder !== project && listed(folder).length > 0);

/** An export as it is found: the folder to open, which is the one above where files lie beside the runs, and what is in it. */
export interface FoundExport {
  readonly path: string;
  readonly experimentCount: number;
  readonly runCount: number;
  /** Where the files lie: nothing else is looked for there. */
  readonly filesFolders: readonly string[];
}

/** Null when `folder` holds no projects. `root` is where the search began; nothing above it is taken. */
export const recogniseNeptune = (
  folder: string,
  entries: readonly FolderEntry[],
  root: string,
): FoundExport | null => {
  const projects = holdsRuns(entries) ? [folder] : projectsIn(folder, entries);
  const [first] = projects;
  if (first === undefined) return null;
  const runCount = projects.reduce((sum, project) => sum + findRunsOfProject(folder, project).length, 0);
  const parent = dirname(folder);
  const filesFolders =
    folder === root ? [] : namesakesOf(first, foldersIn(parent)).map((found) => dirname(found));
  return {
    path: filesFolders.length > 0 ? parent : folder,
    experimentCount: projects.length,
    runCount,
    filesFolders,
  };
};

/** Models of Neptune's registry lie in folders below those of their projects. */
export const findModelFiles = (root: string): string[] =>
  [root, ...foldersIn(root), ...foldersIn(root).flatMap((folder) => foldersIn(folder))]
    .filter((folder) => projectName.test(folder))
    .flatMap((project) => ['models', 'model_versions'].map((scope) => join(project, scope)))
    .flatMap((folder) =>
      listed(folder).flatMap(({ name }) => (firstPart.test(name) ? [join(folder, name)] : [])),
    );
