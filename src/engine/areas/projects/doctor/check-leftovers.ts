import { basename, join } from 'node:path';
import { readingFolderOf, stagingFolderOf } from '../../../jobs/staging-folder.ts';
import { attemptsUnderWay, isKnownJob } from '../../../store/doctor.ts';
import type { ScratchFolder } from '../../../store/object-marks.ts';
import { scratchFolder } from '../../../store/objects.ts';
import { readTrackingServer } from '../../../store/tracking-server.ts';
import { unfinishedOwnFiles } from '../remove-unfinished.ts';
import type { Examine } from './examination.ts';
import { namesIn, tidyUp } from './tidy-up.ts';

/** What attempts of jobs worked in. Their results have become objects, or the next attempt makes them anew. */
export const checkStaging: Examine = async ({ store, paths, work }) => {
  const names = await namesIn(paths.staging);
  const abandoned = new Set(work.abandonedJobs().map(({ id }) => id));
  const underWay = attemptsUnderWay(store.reader).filter(({ id }) => !abandoned.has(id));
  const folders = underWay.map((attempt) => stagingFolderOf(paths.staging, attempt));
  const needed = new Set([...folders, readingFolderOf(paths.staging)].map((folder) => basename(folder)));
  return tidyUp({
    name: 'staging',
    paths: names.filter((name) => !needed.has(name)).map((name) => join(paths.staging, name)),
    none: 'No job that has ended left its working files.',
    described: 'working files of jobs that do not run',
  });
};

/** Files that were being stored when it failed or was killed. Where they came from, they still are. */
export const checkUnfinished: Examine = async ({ store, paths, work }) => {
  const filesIn = async (scratch: ScratchFolder): Promise<string[]> => {
    const folder = scratchFolder(paths.objects, scratch);
    return (await namesIn(folder)).map((name) => join(folder, name));
  };
  const own = await filesIn('unfinished');
  // What a running tracking server is receiving only it knows; it tidies up by itself when it starts.
  const isReceiving = readTrackingServer(store.reader)?.process != null;
  const uploads = isReceiving ? [] : await filesIn('unfinished-uploads');
  return tidyUp({
    name: 'unfinished files',
    paths: [...own.filter((file) => !work.isBeingStored(file)), ...uploads, ...unfinishedOwnFiles(paths)],
    none: 'No file was left half stored.',
    described: 'files that were never stored whole',
  });
};

export const checkLogs: Examine = async ({ store, paths }) => {
  const logs = (await namesIn(paths.logs)).flatMap((name) => {
    const jobId = /^([0-9a-f]{32})\.log$/.exec(name)?.[1];
    return jobId === undefined || isKnownJob(store.reader, jobId) ? [] : [join(paths.logs, name)];
  });
  return tidyUp({
    name: 'job logs',
    paths: logs,
    none: 'Every log belongs to a job.',
    described: 'logs of jobs that no record knows',
  });
};
