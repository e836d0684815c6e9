import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { projectContract } from '../../../shared/contract/projects.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { CallContext } from '../../ports/call.ts';
import type { ProjectPaths } from '../../ports/project-services.ts';
import type { Clock } from '../../ports/surroundings.ts';
import { adoptObjectRow, copiedDatasetDigests, objectReferences } from '../../store/doctor.ts';
import { verifyEventChain } from '../../store/event-log.ts';
import { hasDigest, listObjects, objectFile } from '../../store/objects.ts';
import type { OpenedStore } from '../../store/open-store.ts';

export type Diagnosis = z.input<(typeof projectContract)['project.doctor']['output']>;
export type Check = Diagnosis['checks'][number];

interface Examination {
  readonly store: OpenedStore;
  readonly paths: ProjectPaths;
  readonly clock: Clock;
  readonly repair: boolean;
  readonly context: CallContext;
}

/** Proves what can be proven, and repairs without deleting anything. A repair that is possible but was not asked for is a problem. */
export const runDoctor = async (examination: Examination): Promise<Diagnosis> => {
  const examinations = [
    checkDatabase,
    checkEvents,
    checkObjects,
    checkReferences,
    checkOrphans,
    checkBackups,
  ];
  const checks: Check[] = [];
  for (const [index, examine] of examinations.entries()) {
    if (examination.context.signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    examination.context.progress({ phase: 'Checking', completed: index, total: examinations.length });
    checks.push(await examine(examination));
  }
  return { healthy: checks.every((check) => check.state !== 'problem'), checks };
};

const checkDatabase = async ({ store, paths }: Examination): Promise<Check> => {
  const findings = await store.integrityCheck();
  if (findings.length === 0)
    return { name: 'database', state: 'ok', message: 'Every page and every reference is sound.' };
  const message = `${findings.slice(0, 3).join('; ')}. Copy ${paths.database} aside, then put the newest file of ${paths.backups} in its place.`;
  return { name: 'database', state: 'problem', message, count: findings.length };
};

const checkEvents = async ({ store }: Examination): Promise<Check> => {
  const finding = await verifyEventChain(store.reader);
  if (finding.intact) {
    const message = 'Every event’s hash follows from the one before it.';
    return { name: 'event log', state: 'ok', message, count: finding.events };
  }
  const message = `Event ${finding.firstBrokenId} does not follow from the one before it: it, or one before it, was changed.`;
  return { name: 'event log', state: 'problem', message, count: finding.events };
};

const checkObjects = async ({ store, paths, context }: Examination): Promise<Check> => {
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
    return { name: 'stored files', state: 'ok', message, count: objects.length };
  }
  const holders = objectReferences(store.reader).filter((reference) => bad.includes(reference.digest));
  const message = `Damaged or missing: ${shortList(bad)}. They belong to: ${shortList(holders.map((reference) => reference.holder))}. Put the files back from a copy, or make these anew.`;
  return { name: 'stored files', state: 'problem', message, count: bad.length };
};

const checkReferences = async ({ store }: Examination): Promise<Check> => {
  const known = new Set(listObjects(store.reader).map((object) => object.digest));
  const references = [...objectReferences(store.reader), ...copiedDatasetDigests(store.reader)];
  const dangling = references.filter((reference) => !known.has(reference.digest));
  if (dangling.length === 0) {
    const message = 'Everything that names a stored file names one that is known.';
    return { name: 'references', state: 'ok', message, count: references.length };
  }
  const message = `Nothing is stored for: ${shortList(dangling.map((reference) => reference.holder))}.`;
  return { name: 'references', state: 'problem', message, count: dangling.length };
};

/** Complete files without a row are what a kill between the two leaves; giving them a row loses nothing. */
const checkOrphans = async ({ store, paths, clock, repair }: Examination): Promise<Check> => {
  const known = new Set(listObjects(store.reader).map((object) => object.digest));
  const orphans = (await objectFilesIn(paths.objects)).filter((digest) => !known.has(digest));
  if (orphans.length === 0)
    return { name: 'unknown files', state: 'ok', message: 'No stored file is unknown.' };
  if (!repair) {
    const message = 'Stored files that no record knows. Repairing takes them in; nothing is deleted.';
    return { name: 'unknown files', state: 'problem', message, count: orphans.length };
  }
  const damaged: string[] = [];
  for (const digest of orphans) {
    const file = objectFile(paths.objects, digest);
    if (!(await hasDigest(file, digest))) damaged.push(digest);
    else {
      const sizeBytes = (await stat(file)).size;
      store.write((writer) => adoptObjectRow(writer, { digest, sizeBytes, nowMs: clock.nowMs() }));
    }
  }
  if (damaged.length === 0) {
    return {
      name: 'unknown files',
      state: 'repaired',
      message: 'They were taken in.',
      count: orphans.length,
    };
  }
  const message = `These do not have the content their name says, and stay as they are: ${shortList(damaged)}.`;
  return { name: 'unknown files', state: 'problem', message, count: damaged.length };
};

const checkBackups = async ({ store, paths, clock, repair }: Examination): Promise<Check> => {
  const backups = existsSync(paths.backups)
    ? (await readdir(paths.backups)).filter((name) => name.endsWith('.db'))
    : [];
  if (!repair || store.isReadOnly) {
    return { name: 'backups', state: 'ok', message: `In ${paths.backups}.`, count: backups.length };
  }
  await store.backup(join(paths.backups, `doctor-${clock.nowMs()}.db`));
  return {
    name: 'backups',
    state: 'ok',
    message: 'A new copy of the database was made.',
    count: backups.length + 1,
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

const shortList = (items: readonly string[]): string => {
  const shown = [...new Set(items)]
    .slice(0, 3)
    .map((item) => (item.length === 64 ? item.slice(0, 12) : item));
  return items.length > shown.length ? `${shown.join(', ')} and more` : shown.join(', ') || 'nothing';
};
