import type { Reader, Writer } from '../ports/store-handles.ts';
import { type ArtifactOwner, type ArtifactPlace, linkedPlaceOf } from './artifact-place.ts';
import { proxiedPathOf, runArtifactRootSql } from './artifact-root.ts';
import { artifactLocationOf, type ExperimentRecord } from './experiments.ts';
import { refuseLinked } from './linked-runs.ts';

/**
 * What lies below `mlflow-artifacts:/`, as one tree of files: those of runs are the runs' artifacts, all others are kept by their path.
 * Paths are relative, without empty parts. A folder is there as long as a file lies below it.
 */
export interface StoredFile {
  readonly path: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Null for folders. */
  readonly sizeBytes: number | null;
}

interface OwningRun {
  readonly number: number;
  readonly id: string;
}

interface Place {
  /** Null for files that belong to no run. */
  readonly run: OwningRun | null;
  /** Below the run, or below everything. */
  readonly path: string;
}

const placeOf = (reader: Reader, path: string): Place => {
  const parts = path.split('/');
  for (let at = parts.indexOf('artifacts', 1); at > 0; at = parts.indexOf('artifacts', at + 1)) {
    const run = reader.get<OwningRun & { root: string }>(
      `SELECT runs.number, runs.id, ${runArtifactRootSql} AS root FROM runs JOIN experiments ON experiments.id = experiment_id
       WHERE runs.id = ?`,
      [parts[at - 1]!],
    );
    if (run !== undefined && proxiedPathOf(run.root) === parts.slice(0, at + 1).join('/'))
      return { run, path: parts.slice(at + 1).join('/') };
  }
  return { run: null, path };
};

const tableOf = ({ run }: Place): string =>
  run === null ? 'stored_files WHERE :run IS NULL' : 'run_artifacts WHERE run_number = :run';

/** Everything below a folder, as a range that the primary key answers; `0` is the character after the slash. */
const isBelow = ({ path }: Place): string =>
  path === '' ? '1' : "path > :path || '/' AND path < :path || '0'";

const parametersOf = ({ run, path }: Place) => ({ run: run?.number ?? null, path });

export const findFile = (reader: Reader, path: string): StoredFile | undefined => {
  const place = placeOf(reader, path);
  return reader.get<StoredFile>(
    `SELECT path, digest, size_bytes AS sizeBytes FROM ${tableOf(place)} AND path = :path`,
    parametersOf(place),
  );
};

/** By name; empty for what is no folder. */
export const listFolder = (reader: Reader, path: string): FolderEntry[] => {
  const place = placeOf(reader, path);
  const from = place.path === '' ? 0 : place.path.length + 1;
  const entries = new Map<string, FolderEntry>();
  const rows = [
    ...reader.all<{ path: string; sizeBytes: number }>(
      `SELECT path, size_bytes AS sizeBytes FROM ${tableOf(place)} AND ${isBelow(place)}`,
      parametersOf(place),
    ),
    ...linkedFilesBelow(reader, path),
  ];
  for (const row of rows) {
    const [name = '', ...below] = row.path.slice(from).split('/');
    const isFolder = below.length > 0;
    entries.set(name, { name, isFolder, sizeBytes: isFolder ? null : row.sizeBytes });
  }
  if (place.run === null)
    for (const name of runFoldersIn(reader, path))
      entries.set(name, { name, isFolder: true, sizeBytes: null });
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** Files of linked runs and logged models show below their own places, with paths as those of stored ones. */
const linkedFilesBelow = (reader: Reader, path: string): { path: string; sizeBytes: number }[] => {
  const owned = linkedOwnerOf(reader, path);
  if (owned === undefined) return [];
  const { owner, below, prefix } = owned;
  return reader
    .all<{ path: string; sizeBytes: number }>(
      `SELECT path, size_bytes AS sizeBytes FROM linked_artifacts WHERE owner_type = :type AND owner_id = :id
       AND (:below = '' OR path > :below || '/' AND path < :below || '0')`,
      { ...owner, below },
    )
    .map((file) => ({ ...file, path: `${prefix}${file.path}` }));
};

interface LinkedOwner {
  readonly owner: ArtifactOwner;
  /** The path from the owner's own place on. */
  readonly below: string;
  /** What stands before it in paths of stored files: nothing for runs, whose files are kept by what is below. */
  readonly prefix: string;
}

const linkedOwnerOf = (reader: Reader, path: string): LinkedOwner | undefined => {
  const place = placeOf(reader, path);
  if (place.run !== null) return { owner: { type: 'run', id: place.run.id }, below: place.path, prefix: '' };
  const [, root, id, below = ''] = /^(\d+\/models\/([^/]+)\/artifacts)(?:\/(.*))?$/s.exec(path) ?? [];
  if (root === undefined || id === undefined) return undefined;
  return { owner: { type: 'logged-model', id }, below, prefix: `${root}/` };
};

/** A file that stays in a linked source, at a path below `mlflow-artifacts:/`. Errors: see `artifactPlaceOf`. */
export const findLinkedFile = (
  reader: Reader,
  path: string,
): Extract<ArtifactPlace, { kind: 'linked' }> | undefined => {
  const owned = linkedOwnerOf(reader, path);
  return owned === undefined ? undefined : linkedPlaceOf(reader, owned.owner, owned.below);
};

/** Error `conflict` for a place within a run or a logged model of a linked source. */
export const refuseLinkedPlace = (reader: Reader, path: string): void => {
  const owned = linkedOwnerOf(reader, path);
  if (owned !== undefined)
    refuseLinked(reader, owned.owner.type, { id: owned.owner.id, name: owned.owner.id });
};

/** A folder that runs of an experiment have theirs in. */
interface RunsFolder {
  readonly experimentId: number;
  readonly path: string;
  /** Whether it is that of runs that say themselves where their artifacts lie, which those do that were imported into an experiment with a place. */
  readonly isOfImported: boolean;
}

/** Those that can lie above or below `path`. */
const runsFolders = (reader: Reader, path: string): RunsFolder[] =>
  reader
    .all<Pick<ExperimentRecord, 'id' | 'artifact_location'>>(
      "SELECT id, artifact_location FROM experiments WHERE :path = '' OR id = :first OR artifact_location IS NOT NULL",
      { path, first: path.split('/', 1)[0]! },
    )
    .flatMap((experiment) => {
      const { id: experimentId, artifact_location: location } = experiment;
      const place = proxiedPathOf(artifactLocationOf(experiment));
      return [
        ...(place === undefined ? [] : [{ experimentId, path: place, isOfImported: false }]),
        ...(location === null ? [] : [{ experimentId, path: String(experimentId), isOfImported: true }]),
      ];
    });

/** The runs with artifacts of a folder whose own folders are `path` or lie below it. */
const runsOf = (reader: Reader, folder: RunsFolder, path: string, limit = -1): OwningRun[] => {
  const run = isAtOrAbove(path, folder.path)
    ? null
    : path.slice(folder.path === '' ? 0 : folder.path.length + 1);
  if (run !== null && (!isAtOrAbove(folder.path, path) || run.includes('/'))) return [];
  return reader.all<OwningRun>(
    `SELECT number, id FROM runs WHERE experiment_id = :experimentId AND (artifact_uri IS NOT NULL) = :isOfImported
       AND (:run IS NULL OR id = :run) AND EXISTS (SELECT 1 FROM run_artifacts WHERE run_number = runs.number)
     ORDER BY id LIMIT :limit`,
    { experimentId: folder.experimentId, isOfImported: Number(folder.isOfImported), run, limit },
  );
};

const isAtOrAbove = (upper: string, lower: string): boolean =>
  upper === '' || upper === lower || lower.startsWith(`${upper}/`);

/** What the folders above runs hold of them: folders on the way, runs, and each run's `artifacts`. */
const runFoldersIn = (reader: Reader, path: string): string[] => {
  const depth = partsOf(path).length;
  return runsFolders(reader, path).flatMap((folder) => {
    const way = partsOf(folder.path);
    return runsOf(reader, folder, path, depth < way.length ? 1 : -1).map(
      ({ id }) => [...way, id, 'artifacts'][depth]!,
    );
  });
};

const partsOf = (path: string): string[] => (path === '' ? [] : path.split('/'));

/** Why a file cannot lie at `path`: something above it is a file, or it is a folder itself. */
export const obstacleTo = (reader: Reader, path: string): string | undefined => {
  if (listFolder(reader, path).length > 0) return `'${path}' is a folder`;
  const place = placeOf(reader, path);
  const parts = place.path.split('/');
  const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  const file = reader.get<{ path: string }>(
    `SELECT path FROM ${tableOf(place)} AND path IN (SELECT value FROM json_each(:above))`,
    { run: parametersOf(place).run, above: JSON.stringify(above) },
  );
  return file === undefined ? undefined : `'${file.path}' above it is a file`;
};

/** Replaces what was there. Answers the run that the file belongs to, and the object that the place had until now. */
export const putFile = (
  writer: Writer,
  path: string,
  { digest, sizeBytes }: Omit<StoredFile, 'path'>,
): { readonly runId: string | null; readonly replaced: readonly string[] } => {
  refuseLinkedPlace(writer, path);
  const place = placeOf(writer, path);
  const [table, columns, values] =
    place.run === null
      ? (['stored_files', 'path', []] as const)
      : (['run_artifacts', 'run_number, path', [place.run.number]] as const);
  const before = digestsOf(writer, place, 'path = :path');
  writer.run(
    `INSERT INTO ${table} (${columns}, digest, size_bytes) VALUES (${[...values, 1, 1, 1].map(() => '?').join(', ')})
     ON CONFLICT DO UPDATE SET digest = excluded.digest, size_bytes = excluded.size_bytes`,
    [...values, place.path, digest, sizeBytes],
  );
  return { runId: place.run?.id ?? null, replaced: before.filter((each) => each !== digest) };
};

const digestsOf = (reader: Reader, place: Place, which: string): string[] =>
  reader.values<string>(`SELECT DISTINCT digest FROM ${tableOf(place)} AND ${which}`, parametersOf(place));

/** A file, or everything below a folder. Answers the runs and the objects that it had. */
export const deleteTree = (
  writer: Writer,
  path: string,
): { readonly runIds: readonly string[]; readonly digests: readonly string[] } => {
  refuseLinkedPlace(writer, path);
  const place = placeOf(writer, path);
  const digests: string[] = [];
  for (const which of ['path = :path', isBelow(place)]) {
    digests.push(...digestsOf(writer, place, which));
    writer.run(`DELETE FROM ${tableOf(place)} AND ${which}`, parametersOf(place));
  }
  if (place.run !== null) return { runIds: [place.run.id], digests };
  const runs = runsFolders(writer, path).flatMap((folder) => runsOf(writer, folder, path));
  for (const { number } of runs) {
    digests.push(
      ...writer.values<string>('SELECT DISTINCT digest FROM run_artifacts WHERE run_number = ?', [number]),
    );
    writer.run('DELETE FROM run_artifacts WHERE run_number = ?', [number]);
  }
  return { runIds: runs.map(({ id }) => id), digests };
};
