import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyEventChain } from '../../../store/event-log.ts';
import type { Examine } from './examination.ts';

export const checkDatabase: Examine = async ({ store, paths }) => {
  const findings = await store.integrityCheck();
  if (findings.length === 0)
    return { name: 'database', isProblem: false, message: 'Every page and every reference is sound.' };
  const message = `${findings.slice(0, 3).join('; ')}. Copy ${paths.database} aside, then put the newest file of ${paths.backups} in its place.`;
  return { name: 'database', isProblem: true, message, count: findings.length };
};

export const checkEvents: Examine = async ({ store }) => {
  const finding = await verifyEventChain(store.reader);
  if (finding.intact) {
    const message = 'Every event’s hash follows from the one before it.';
    return { name: 'event log', isProblem: false, message, count: finding.events };
  }
  const message = `Event ${finding.firstBrokenId} does not follow from the one before it: it, or one before it, was changed.`;
  return { name: 'event log', isProblem: true, message, count: finding.events };
};

export const checkBackups: Examine = async ({ store, paths, clock, repair }) => {
  const backups = existsSync(paths.backups)
    ? (await readdir(paths.backups)).filter((name) => name.endsWith('.db'))
    : [];
  if (!repair || store.isReadOnly) {
    return { name: 'backups', isProblem: false, message: `In ${paths.backups}.`, count: backups.length };
  }
  await store.backup(join(paths.backups, `doctor-${clock.nowMs()}.db`));
  return {
    name: 'backups',
    isProblem: false,
    message: 'A new copy of the database was made.',
    count: backups.length + 1,
  };
};
