import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { listFolder } from '../guarded-files.ts';
import { attempt } from '../skipped.ts';

/**
 * Where the files behind an artifact URI are now. The URI names the place of the day when it was written; folders are moved, mounted
 * elsewhere and copied from clusters since. What stays is the end of the path, which holds the run's or the model's id: the longest end
 * that exists below one of the roots is taken. Nothing outside of the roots is ever answered, whatever the URI says.
 */
export interface ArtifactLocator {
  /** `id` is the run's or logged model's, and must stand in the path. */
  readonly find: (uri: string, id: string) => string | null;
  /** Whether the folder in which the artifacts would lie is there: then what is not found there never was. */
  readonly knowsPlaceOf: (uri: string, id: string) => boolean;
}

/** What a tracking server calls `mlflow-artifacts:` lies in one of these folders beside its database by default. */
const serverFolders = ['mlartifacts', 'mlruns'];
/** Beside a database are few folders; of an experiment, a few runs show what all are like. */
const mostFoldersToTry = 200;

/** `roots` in order of preference. Remembers what it found for the runs of one experiment, which lie side by side. */
export const createArtifactLocator = (roots: readonly string[]): ArtifactLocator => {
  const allRoots = roots.flatMap((root) => [...serverFolders.map((folder) => join(root, folder)), root]);
  const existingRoots = allRoots.filter((root) => existsSync(root));
  const placesByParent = new Map<string, string[]>();
  let destinations: string[] | undefined;
  const destinationsFor = (uri: string): string[] => {
    if (!isOfServer.test(uri)) return [];
    destinations ??= roots.flatMap(findDestinations);
    return destinations;
  };

  const placesOf = (uri: string, parents: readonly string[]) => {
    const beside = destinationsFor(uri);
    return remembered(placesByParent, `${beside.length}:${parents.join('/')}`, () =>
      existingEnds(parents, [...beside, ...existingRoots]),
    );
  };

  return {
    find: (uri, id) => {
      const split = splitAt(uri, id);
      if (split === null) return null;
      const places = [...placesOf(uri, split.parents), ...existingRoots];
      return places.map((place) => join(place, ...split.rest)).find((path) => isInside(path, roots)) ?? null;
    },
    knowsPlaceOf: (uri, id) => {
      const split = splitAt(uri, id);
      return split !== null && (destinationsFor(uri).length > 0 || placesOf(uri, split.parents).length > 0);
    },
  };
};

const isOfServer = /^mlflow-artifacts:/i;

/**
 * Folders in `root` that a tracking server has put artifacts into (`--artifacts-destination`): they may be called anything, and hold folders of
 * experiments, named by their numbers, which hold those of runs and of `models`. Folders of a file store look like that too, but have a `meta.yaml`.
 */
const findDestinations = (root: string): string[] =>
  foldersIn(root)
    .map((name) => join(root, name))
    .filter((folder) =>
      foldersIn(folder)
        .filter((name) => /^\d{1,19}$/.test(name))
        .some((experiment) => holdsArtifacts(join(folder, experiment))),
    );

const holdsArtifacts = (experiment: string): boolean => {
  if (existsSync(join(experiment, 'meta.yaml'))) return false;
  const names = foldersIn(experiment);
  return (
    names.some((name) => /^[0-9a-f]{32}$/.test(name) && existsSync(join(experiment, name, 'artifacts'))) ||
    names.includes('models')
  );
};

const foldersIn = (path: string): string[] => {
  const listing = attempt(() => listFolder(path));
  const folders = listing.ok ? listing.value.filter(({ type }) => type === 'folder') : [];
  return folders.slice(0, mostFoldersToTry).map(({ name }) => name);
};

/** An end of the path without the id, such as a mere `artifacts`, could be anybody's. */
const splitAt = (uri: string, id: string): { parents: string[]; rest: string[] } | null => {
  const parts = pathParts(uri);
  const position = parts?.lastIndexOf(id) ?? -1;
  if (parts === null || position < 0) return null;
  return { parents: parts.slice(0, position), rest: parts.slice(position) };
};

/** The folders that ends of `parts` lead to, longest first. */
const existingEnds = (parts: readonly string[], roots: readonly string[]): string[] =>
  [...parts.keys()].flatMap((first) =>
    roots.map((root) => join(root, ...parts.slice(first))).filter((place) => existsSync(place)),
  );

const remembered = <Value>(values: Map<string, Value>, key: string, make: () => Value): Value => {
  const known = values.get(key);
  if (known !== undefined) return known;
  const value = make();
  values.set(key, value);
  return value;
};

/** Null: no place on a disk (`s3://…`, `runs:/…`), or one with a way up in it. */
const pathParts = (uri: string): string[] | null => {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'file' && scheme !== 'mlflow-artifacts') return null;
  const path = scheme === undefined ? uri : decodePercents(uri.slice(scheme.length + 1));
  const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || path.includes('\0') ? null : parts;
};

const decodePercents = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Of the real places: a link on the way could lead anywhere. */
const isInside = (found: string, roots: readonly string[]): boolean => {
  if (!existsSync(found)) return false;
  const real = realpathSync.native(found);
  return roots.some((root) => {
    const below = relative(realpathSync.native(root), real);
    return below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  });
};
