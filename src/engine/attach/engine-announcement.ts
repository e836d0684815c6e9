import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where the engine that has a project open can be reached: `.modelyard/engine.json`, readable by its user only. */
const announcement = z.object({
  pid: z.number().int(),
  socket: z.string().min(1),
  token: z.string().min(1),
  startedAt: z.string(),
  version: z.string(),
});
export type EngineAnnouncement = z.infer<typeof announcement>;

const fileOf = (stateFolder: string) => join(stateFolder, 'engine.json');

export const announceEngine = (stateFolder: string, content: EngineAnnouncement): void => {
  // Only who holds the lock writes it, so one name is enough, and what a kill leaves is written over.
  const partial = `${fileOf(stateFolder)}.unfinished`;
  try {
    rmSync(partial, { force: true });
    writeFileSync(partial, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(partial, fileOf(stateFolder));
  } finally {
    rmSync(partial, { force: true });
  }
};

/** Null when there is none, or none that can be understood: an engine that just starts has not written its own yet. */
export const readAnnouncement = (stateFolder: string): EngineAnnouncement | null => {
  try {
    return announcement.parse(JSON.parse(readFileSync(fileOf(stateFolder), 'utf8')));
  } catch {
    return null;
  }
};

export const withdrawAnnouncement = (stateFolder: string): void =>
  rmSync(fileOf(stateFolder), { force: true });
