import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignSource } from '../../ports/foreign-runs.ts';
import { firstPartOf, projectsBeside } from './neptune/find-runs.ts';
import { stampOf } from './stamps.ts';
import { findEventFolders } from './tensorboard/find-event-folders.ts';

/** Folders of experiments or event files that are looked at; what is beyond shows with the next reading. */
const mostFolders = 200;

/** See `ForeignRuns.look`: some hundred questions for the state of a file, and none opened. */
export const lookAtSource = ({ format, path }: ForeignSource, units: readonly string[]): string => {
  const own = stampOf(path);
  if (own === '') return '';
  return [own, ...looks[format](path, units)].join('\n');
};

type Look = (path: string, units: readonly string[]) => string[];

const looks: Readonly<Record<ForeignSource['format'], Look>> = {
  'mlflow-folder': (root, units) => [
    ...['.trash', 'models'].map((name) => stampOf(join(root, name))),
    ...namesIn(root)
      .slice(0, mostFolders)
      .map((name) => `${name} ${stampOf(join(root, name))}`),
    ...units.map((unit) => runFolderParts.map((part) => part(join(root, unit))).join(' ')),
  ],
  'mlflow-database': (file) => ['-wal', '-journal'].map((ending) => stampOf(file + ending)),
  wandb: (root, units) => {
    const folders = namesIn(root);
    return units.flatMap((unit) =>
      folders
        .filter((name) => name.endsWith(`-${unit}`))
        .map((name) => stampOf(join(root, name, `run-${unit}.wandb`))),
    );
  },
  tensorboard: (root, units) => {
    const stamps = units.map((unit) => stampsIn(join(root, unit)));
    for (const { folder, path } of findEventFolders(root)) {
      if (stamps.length >= mostFolders + units.length) break;
      stamps.push(`${path} ${stampsIn(folder)}`);
    }
    return stamps;
  },
  neptune: (root, units) => [
    ...projectsBeside(root, units)
      .slice(0, mostFolders)
      .map((project) => `${project} ${stampOf(project)}`),
    ...units.map((unit) => stampOf(firstPartOf(root, unit))),
  ],
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
};

const stampsIn = (folder: string): string =>
  [stampOf(folder), ...namesIn(folder).map((name) => stampOf(join(folder, name)))].join(' ');

const runFolderParts: readonly ((folder: string) => string)[] = [
  (folder) => stampOf(join(folder, 'meta.yaml')),
  (folder) => stampOf(join(folder, 'params')),
  (folder) => stampsIn(join(folder, 'tags')),
  (folder) => stampsIn(join(folder, 'metrics')),
  (folder) => stampsIn(join(folder, 'artifacts')),
];
