import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { runRecreationContract } from '../../../../shared/contract/run-recreation.ts';
import { EngineError } from '../../../../shared/errors.ts';
import type { RunDetail } from '../../../../shared/model/run.ts';
import type { RecreatedPart, RunRecreation } from '../../../../shared/model/run-recreation.ts';
import type { CallContext, Handlers } from '../../../ports/call.ts';
import type { ProjectServices } from '../../../ports/project-services.ts';
import { namedRun } from '../named-run.ts';
import { readRunDetail } from '../read-run-detail.ts';
import { layOutCode } from './lay-out-code.ts';
import { layOutDataset } from './lay-out-data.ts';
import { layOutPackages } from './lay-out-packages.ts';
import { type LaidOutDataset, runCommandOf } from './run-command.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'paths'>;

/** Beside the run's own files, where it does not get in their way. */
const notesFolder = 'recreated-run';

/** Lays out anew what a run depended on, and says plainly what could not be matched. */
export const createRunRecreationArea = (services: Services) => {
  const { store, paths } = services;

  const layOutData = async (run: RunDetail, projectFolder: string, context: CallContext) => {
    const parts: RecreatedPart[] = [];
    let training: LaidOutDataset | undefined;
    for (const dataset of run.datasets) {
      context.signal.throwIfAborted();
      context.progress({ phase: `Copying ${dataset.name}` });
      const laidOut = await layOutDataset(services, dataset, projectFolder);
      parts.push(laidOut.part);
      if (dataset.role === 'training') training = laidOut.dataset;
    }
    return { parts, training };
  };

  const recreate = async (run: RunDetail, folder: string, context: CallContext): Promise<RunRecreation> => {
    const code = await layOutCode(services, run, folder);
    try {
      await mkdir(code.projectFolder, { recursive: true });
      const data = await layOutData(run, code.projectFolder, context);
      const notes = join(code.projectFolder, notesFolder);
      // A commit may hold the notes of an earlier time, or something else of that name.
      await rm(notes, { recursive: true, force: true });
      await mkdir(notes);
      const packages = await layOutPackages(services, run, notes);
      const { command, isWhole, text } = runCommandOf(run, data.training, paths.folder);
      const parts: RecreatedPart[] = [
        ...code.parts,
        ...data.parts,
        ...packages,
        { what: 'command', isMatched: isWhole, text },
      ];
      const recreation = { runId: run.id, folder, projectFolder: code.projectFolder, command, parts };
      await writeNotes(notes, run, recreation);
      return recreation;
    } catch (thrown) {
      await code.remove();
      throw thrown;
    }
  };

  const handlers = {
    'runs.recreate': async ({ run, folder }, context) => {
      const target = resolve(paths.folder, folder);
      await requireEmpty(target);
      return recreate(readRunDetail(store.reader, namedRun(store.reader, run)), target, context);
    },
  } satisfies Handlers<typeof runRecreationContract>;
  return { handlers };
};

const requireEmpty = async (folder: string): Promise<void> => {
  let entries: readonly string[];
  try {
    entries = await readdir(folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return requireMakeable(folder);
    if (code === 'ENOTDIR') entries = ['a file'];
    else throw thrown;
  }
  if (entries.length > 0)
    throw new EngineError('already-exists', `${folder} is not empty. Choose a new folder for the run.`, {
      details: { folder },
    });
};

/**
 * Makes the first of the missing folders and takes it away again. Where a file system takes no folders, as /proc, a recursive `mkdir`
 * does not end.
 */
const requireMakeable = async (folder: string): Promise<void> => {
  const parent = dirname(folder);
  try {
    await mkdir(folder);
    await rmdir(folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !existsSync(parent)) return requireMakeable(parent);
    throw new EngineError(
      code === 'ENOSPC' ? 'disk-full' : 'permission-denied',
      `No folder can be made in ${parent} (${code}). Choose another place for the run.`,
      { details: { folder }, cause: thrown },
    );
  }
};

const titles: Readonly<Record<RecreatedPart['what'], string>> = {
  code: 'Code',
  changes: 'Uncommitted changes',
  data: 'Data',
  packages: 'Packages',
  command: 'Command',
};

/** What the window shows, for who finds the folder later. */
const writeNotes = async (
  folder: string,
  run: RunDetail,
  { command, parts }: Omit<RunRecreation, 'runId'>,
): Promise<void> => {
  const lines = [
    `# ${run.name}, laid out anew`,
    '',
    `Run ${run.id} of the experiment ${run.experiment}.`,
    '',
    ...parts.map(
      ({ what, isMatched, text }) => `- ${isMatched ? '' : 'Not matched. '}${titles[what]}: ${text}`,
    ),
    ...(command === null
      ? []
      : [
          '',
          'To run it again, in the folder above this one:',
          '',
          ...command.split('\n').map((line) => `    ${line}`),
        ]),
    '',
  ];
  await writeFile(join(folder, 'README.md'), lines.join('\n'));
  await writeFile(join(folder, 'parameters.json'), `${JSON.stringify(run.parameters, null, 2)}\n`);
};
