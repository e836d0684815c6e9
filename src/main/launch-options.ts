import { statSync } from 'node:fs';
import { resolve } from 'node:path';

export interface LaunchOptions {
  /** Project to open; null for none named. */
  readonly folder: string | null;
  /** Open the sample when there is no other project to open. */
  readonly openSample: boolean;
  readonly traceStart: boolean;
}

/**
 * What the command line asks for: `[FOLDER] [--project FOLDER] [--sample] [--trace-start]`. Switches of Chromium
 * and Electron stand between them and are passed over.
 *
 * @param parameters everything behind the program and, in a checkout, the application's folder
 */
export const readLaunchOptions = (parameters: readonly string[], workingFolder: string): LaunchOptions => {
  const named = parameterAfter(parameters, '--project');
  const plain = parameters.filter(
    (word, index) => !word.startsWith('-') && parameters[index - 1] !== '--project',
  );
  const positional = plain.find((word) => isFolder(resolve(workingFolder, word)));
  const folder = named ?? positional;
  return {
    folder: folder === undefined ? null : resolve(workingFolder, folder),
    openSample: parameters.includes('--sample'),
    traceStart: parameters.includes('--trace-start'),
  };
};

const parameterAfter = (parameters: readonly string[], name: string): string | undefined => {
  const joined = parameters.find((word) => word.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const index = parameters.indexOf(name);
  return index < 0 ? undefined : parameters[index + 1];
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
