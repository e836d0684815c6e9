import { basename, dirname, relative } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import { ownSource } from '../../../shared/model/foreign-runs.ts';

/**
 * What runs of a source say that they are from: its name, with as much of the path before it as tells it from others; a number where the
 * whole path does not. Within the project's folder it is the path from there.
 */
export const titleForSource = (path: string, projectFolder: string, taken: ReadonlySet<string>): string => {
  const within = relative(projectFolder, path);
  const isWithin = within !== '' && !within.startsWith('..');
  const first = isWithin ? within.replaceAll('\\', '/') : basename(path);
  for (const title of [first, ...longerNames(path, first)]) if (isFree(title, taken)) return title;
  for (let number = 2; ; number += 1)
    if (isFree(`${first} (${number})`, taken)) return `${first} (${number})`;
};

const isFree = (title: string, taken: ReadonlySet<string>): boolean =>
  title !== '' && title !== ownSource && !taken.has(title);

function* longerNames(path: string, first: string): Generator<string> {
  let name = first;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    name = `${basename(folder)}/${name}`;
    yield name;
  }
}

/** Error `already-exists` for a title that others have. */
export const requireFreeTitle = (title: string, taken: ReadonlySet<string>): string => {
  if (isFree(title, taken)) return title;
  throw new EngineError(
    'already-exists',
    title === ownSource
      ? `“${ownSource}” is what runs of the project itself say that they are from. Choose another title.`
      : `Another linked source is called “${title}”. Choose another title.`,
    { details: { title } },
  );
};
