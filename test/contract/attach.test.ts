import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../src/shared/events.ts';
import type { ProjectInfo } from '../../src/shared/model/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type HostedEngine, hostForked, hostInProcess } from './engine-host.ts';

const open = (engine: HostedEngine, folder: string) =>
  engine.call('projects.open', undefined, { folder }) as Promise<ProjectInfo>;

const nextChange = (engine: HostedEngine, topic: string) =>
  new Promise<EngineEvent>((resolve) => {
    const stop = engine.subscribe((event) => {
      if (event.type !== 'changed' || event.topic !== topic) return;
      stop();
      resolve(event);
    });
  });

describe('two engines on one project', () => {
  it('attaches the second one, passes calls and events, and takes over after an orderly close', async () => {
    const folder = temporaryFolder();
    const project = join(folder, 'p');
    const holder = await hostForked(folder);
    await holder.call('projects.create', undefined, { folder: project });
    const guest = await hostInProcess(folder);
    expect(await open(guest, project)).toMatchObject({ attached: true, readOnly: false });

    writeFileSync(join(project, 'd.csv'), 'a,b\n1,2\n3,4\n');
    const told = nextChange(holder, 'datasets');
    await guest.call('datasets.add', project, { path: join(project, 'd.csv') });
    expect(await told).toMatchObject({ project });
    expect(await holder.call('datasets.list', project, {})).toMatchObject([{ name: 'd' }]);

    const takenOver = nextChange(guest, 'project');
    await holder.close();
    await takenOver;
    expect(await open(guest, project)).toMatchObject({ attached: false });
    expect(await guest.call('datasets.list', project, {})).toMatchObject([{ name: 'd' }]);
  });

  it('takes over after the other engine was killed; what was under way fails with unavailable', async () => {
    const folder = temporaryFolder();
    const project = join(folder, 'p');
    const holder = await hostForked(folder);
    await holder.call('projects.create', undefined, { folder: project });
    const guest = await hostInProcess(folder);
    await open(guest, project);
    const takenOver = nextChange(guest, 'project');
    process.kill(holder.pid, 'SIGSTOP');
    const underWay = guest.call('project.status', project, {});
    const failed = expect(underWay).rejects.toMatchObject({ code: 'unavailable' });
    await holder.kill();
    await failed;
    await takenOver;
    expect(await open(guest, project)).toMatchObject({ attached: false });
    expect(await guest.call('project.doctor', project, {})).toMatchObject({ healthy: true });
  });

  it('sends away who does not know the token', async () => {
    const folder = temporaryFolder();
    const project = join(folder, 'p');
    const holder = await hostInProcess(folder);
    await holder.call('projects.create', undefined, { folder: project });
    const file = join(project, '.modelyard', 'engine.json');
    const { socket: address } = JSON.parse(readFileSync(file, 'utf8')) as { socket: string };
    const received = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(address, () => {
        socket.write(`${JSON.stringify({ token: 'f'.repeat(64) })}\n`);
        socket.write(
          `${JSON.stringify({ kind: 'call', id: '1', command: 'project.status', project, input: {} })}\n`,
        );
      });
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(text));
    });
    expect(received).toBe('');
  });

  it('knows a project by its real path, whatever leads to it', async () => {
    const folder = temporaryFolder();
    const project = join(folder, 'p');
    const engine = await hostInProcess(folder);
    await engine.call('projects.create', undefined, { folder: project });
    expect(await open(engine, join(project, '..', 'p'))).toMatchObject({ attached: false });
    expect(await engine.call('engine.info', undefined, {})).toMatchObject({
      openProjects: [{ folder: project, attached: false }],
    });
  });
});
