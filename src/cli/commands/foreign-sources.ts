import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { type ForeignFormat, foreignFormat, foreignTools } from '../../shared/model/foreign-runs.ts';
import type { Session } from '../session.ts';

/** Which runs of other tools a command is about. */
export interface SourceOptions {
  readonly format?: ForeignFormat;
}

interface Source {
  readonly format: ForeignFormat;
  readonly path: string;
}

export const addSourceOptions = (command: Command): Command =>
  command.addOption(
    new Option('--format <format>', 'only sources of this format').choices(foreignFormat.options),
  );

/** What lies at a path or below. With `isSource` the path is a source itself, if its format is named. Errors: `not-found` when there is none. */
export const sourcesOf = async (
  session: Session,
  given: string | undefined,
  { format, isSource = false }: SourceOptions & { readonly isSource?: boolean },
): Promise<Source[]> => {
  const path = resolve(given ?? session.folder);
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined)
    throw new EngineError('not-found', `There is nothing at ${path}.`, { details: { path } });
  if (status.isFile()) return [{ format: format ?? 'mlflow-database', path }];
  if (isSource && format !== undefined) return [{ format, path }];
  const { sources } = await session.call('foreignRuns.find', { folder: path, isWhole: true });
  const wanted = sources.filter((source) => format === undefined || source.format === format);
  if (wanted.length > 0) return wanted.map((source) => ({ format: source.format, path: source.path }));
  throw new EngineError(
    'not-found',
    `No runs of ${foreignTools} lie in ${path} or up to three levels below. Name the place itself.`,
    { details: { path } },
  );
};
