import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectPaths } from '../../ports/project-services.ts';
import type { Clock } from '../../ports/surroundings.ts';
import { newestBackup } from '../../store/backups.ts';
import type { OpenedStore } from '../../store/open-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const keptDays = 5;

/** A copy of the database once a day of work, so that there is something to go back to. Older daily copies make room. */
export const keepDailyBackup = async ({
  store,
  paths,
  clock,
}: {
  store: OpenedStore;
  paths: Pick<ProjectPaths, 'backups'>;
  clock: Clock;
}): Promise<void> => {
  const newest = newestBackup(paths.backups);
  if (newest !== null && clock.nowMs() - statSync(newest).mtimeMs < dayMs) return;
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
  await store.backup(join(paths.backups, `daily-${day}.db`));
  for (const name of dailyBackups(paths.backups).slice(keptDays))
    rmSync(join(paths.backups, name), { force: true });
};

/** Newest first: their names hold the day. */
const dailyBackups = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => /^daily-\d{4}-\d{2}-\d{2}\.db$/.test(name))
    .sort()
    .reverse();
