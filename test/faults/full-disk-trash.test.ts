import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRunEditsArea } from '../../src/engine/areas/tracking/create-run-edits-area.ts';
import { createEventLog } from '../../src/engine/store/event-log.ts';
import { createObjectStore } from '../../src/engine/store/objects.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { createReserve } from '../../src/engine/store/reserve.ts';
import { logPoints } from '../../src/engine/store/run-metrics.ts';
import { insertArtifact } from '../../src/engine/store/runs.ts';
import { silentLogger, tickingClock } from '../support/open-test-store.ts';
import { callContext } from '../support/project-services.ts';
import { addRun } from '../support/run-store.ts';
import { fillDisk, smallDisk } from '../support/small-disk.ts';

const fileBytes = 1_000_000;
const diskBytes = 48 * 1024 * 1024;
const idOf = (number: number): string => String(number).padStart(32, '0');

/** A project’s database, objects and reserve on a disk of their own, opened anew by each call. */
const openOn = (disk: string) => {
  const clock = tickingClock();
  const reserve = createReserve(join(disk, 'reserve'));
  const backupsFolder = join(disk, 'backups');
  const store = openStore({
    file: join(disk, 'project.db'),
    backupsFolder,
    clock,
    logger: silentLogger,
    reserve,
  });
  const objects = createObjectStore({ folder: join(disk, 'objects'), store, clock });
  const eventLog = createEventLog({ clock, actor: 'test' });
  const { handlers } = createRunEditsArea({ store, objects, reserve, clock, eventLog, changed: () => {} });
  return { store, objects, reserve, handlers };
};

const points = Array.from({ length: 40_000 }, (_, step) => ({
  key: 'loss',
  value: Math.sin(step),
  step,
  timestampMs: step,
}));

it.for([
  ['that fills up while it is open', false],
  ['that was full before the project was opened', true],
] as const)('the trash can be emptied on a disk %s', async ([_, isOpenedAnew], { skip }) => {
  const disk = smallDisk(diskBytes);
  if (disk === null) return skip('Mounting a small disk needs root on Linux.');
  mkdirSync(join(disk, 'backups'));
  let project = openOn(disk);
  project.reserve.keep();
  const runs = Array.from({ length: 6 }, (_run, number) => idOf(number));
  for (const run of runs) {
    addRun(project.store, { id: run });
    const object = await project.objects.put(randomBytes(fileBytes));
    project.store.write((writer) => {
      logPoints(writer, run, points);
      insertArtifact(writer, run, { path: 'a', ...object });
    });
  }
  if (isOpenedAnew) project.store.close();
  const filling = fillDisk(disk);
  if (isOpenedAnew) project = openOn(disk);

  expect(project.store.isReadOnly).toBe(false);
  expect(() =>
    project.store.write((writer) => void writer.run('CREATE TABLE t AS SELECT randomblob(1e6) AS b')),
  ).toThrow(expect.objectContaining({ code: 'disk-full' }));
  expect(project.handlers['runs.delete']({ runs })).toEqual({ deleted: 6 });
  expect(await project.handlers['runs.purge']({}, callContext())).toMatchObject({
    purged: 6,
    freedBytes: 6 * fileBytes,
  });
  expect(project.store.reader.values('SELECT count(*) FROM run_metrics')).toEqual([0]);

  rmSync(filling);
  project.reserve.keep();
  const { bavail, bsize } = statfsSync(disk);
  expect(bavail * bsize).toBeLessThan(diskBytes - 4 * 1024 * 1024);
  project.store.close();
});
