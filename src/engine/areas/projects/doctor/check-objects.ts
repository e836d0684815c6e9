import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../../shared/errors.ts';
import { countOf, formatBytes } from '../../../../shared/model/format.ts';
import { adoptObjectRow, copiedDatasetDigests, objectReferences } from '../../../store/doctor.ts';
import { markedObjects } from '../../../store/object-marks.ts';
import { hasDigest, listObjects, objectFile } from '../../../store/objects.ts';
import { fileSizeBytes } from '../folder-size.ts';
import { type Examine, shortList } from './examination.ts';

export const checkObjects: Examine = async ({ store, paths, context }) => {
  const objects = listObjects(store.reader);
  const bad: string[] = [];
  for (const [index, { digest, sizeBytes }] of objects.entries()) {
    if (context.signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    context.progress({ phase: 'Checking stored files', completed: index, total: objects.length });
    const file = objectFile(paths.objects, digest);
    const size = await stat(file).then(
      (facts) => facts.size,
      () => null,
    );
    if (size !== sizeBytes || !(await hasDigest(file, digest))) bad.push(digest);
  }
  if (bad.length === 0) {
    const message = 'Every stored file has its size and its SHA-256.';
    return { name: 'stored files', isProblem: false, message, count: objects.length };
  }
  const holders = [...objectReferences(store.reader), ...copiedDatasetDigests(store.reader)].filter(
    (reference) => bad.includes(reference.digest),
  );
  const message = `Damaged or missing: ${shortList(bad)}. They belong to: ${shortList(holders.map((reference) => reference.holder))}. Put the files back from a copy, or make these anew.`;
  return { name: 'stored files', isProblem: true, message, count: bad.length };
};

export const checkReferences: Examine = ({ store }) => {
  const known = new Set(listObjects(store.reader).map((object) => object.digest));
  const references = [...objectReferences(store.reader), ...copiedDatasetDigests(store.reader)];
  const dangling = references.filter((reference) => !known.has(reference.digest));
  if (dangling.length === 0) {
    const message = 'Everything that names a stored file names one that is known.';
    return { name: 'references', isProblem: false, message, count: references.length };
  }
  const message = `Nothing is stored for: ${shortList(dangling.map((reference) => reference.holder))}.`;
  return { name: 'references', isProblem: true, message, count: dangling.length };
};

/**
 * Complete files without a row are what a database that was put back from a copy does not know yet; giving them a row loses nothing. Those that
 * just come or go are the affair of who stores or removes them, and after a kill of the next start.
 */
export const checkOrphans: Examine = async ({ store, paths, clock }) => {
  const name = 'unknown files';
  const marked = markedObjects(paths.objects);
  const digests = (await objectFilesIn(paths.objects)).filter((digest) => !marked.has(digest));
  // Asked after the files, so that one that is stored just now is not taken for an orphan.
  const known = new Set(listObjects(store.reader).map((object) => object.digest));
  const orphans = digests.filter((digest) => !known.has(digest));
  if (orphans.length === 0) return { name, isProblem: false, message: 'No stored file is unknown.' };
  const sizes = await Promise.all(orphans.map((digest) => fileSizeBytes(objectFile(paths.objects, digest))));
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);

  const apply = async (): Promise<string | null> => {
    const damaged: string[] = [];
    for (const [index, digest] of orphans.entries()) {
      const object = { digest, sizeBytes: sizes[index]!, nowMs: clock.nowMs() };
      if (await hasDigest(objectFile(paths.objects, digest), digest))
        store.write((writer) => adoptObjectRow(writer, object));
      else damaged.push(digest);
    }
    return damaged.length === 0
      ? null
      : `These do not have the content that their name says, and stay as they are: ${shortList(damaged)}. If you do not miss them, delete them in ${paths.objects}.`;
  };
  return {
    name,
    isProblem: true,
    message: `No record knows ${countOf(orphans.length, 'stored file')} of ${formatBytes(sizeBytes)}.`,
    count: orphans.length,
    remedy: { offer: 'Repairing takes in what is whole; nothing is deleted.', apply },
  };
};

const objectFilesIn = async (folder: string): Promise<string[]> => {
  const groups = await readdir(folder).catch(() => []);
  const digests: string[] = [];
  for (const group of groups.filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    const names = await readdir(join(folder, group));
    digests.push(...names.map((name) => group + name).filter((name) => /^[0-9a-f]{64}$/.test(name)));
  }
  return digests;
};
