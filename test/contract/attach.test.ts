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
    expect(await open(guest, project)).toMatchObject({ attached: true, readOnlyReason: null });

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

  it('takes over after the other engine was killed; only of a change that was under way it cannot say what became', async () => {
    const folder = temporaryFolder();
    const project = join(folder, 'p');
    const holder = await hostForked(folder);
    await holder.call('projects.create', undefined, { folder: project });
    const guest = await hostInProcess(folder);
    await open(guest, project);
    const takenOver = nextChange(guest, 'project');
    process.kill(holder.pid, 'SIGSTOP');
    const reading = guest.call('project.status', project, {});
    const changing = guest.call('metrics.setGoal', project, { metric: 'loss', goal: 'minimize' });
    const failed = expect(changing).rejects.toMatchObject({ code: 'unavailable' });
    await holder.kill();
    await failed;
    expect(await reading).toMatchObject({ project: { attached: false } });
    await takenOver;
    expect(await open(guest, project)).toMatchObject({ attached: false });
    expect(await guest.call('project.doctor', project, {})).toMatchObject({ healthy: true });
  });

  it('finishes what was begun before it ends, and has the rest done by who takes over', async () => {
    const folder = temporaryFolder();
    const project = join(folder, 'p');
    const holder = await hostForked(folder);
    await holder.call('projects.create', undefined, { folder: project });
    const guest = await hostInProcess(folder);
    await open(guest, project);
    writeFileSync(join(project, 'd.csv'), `a,b\n${'1,2\n'.repeat(50_000)}`);
    const adding = guest.call('datasets.add', project, { path: join(project, 'd.csv') });
    const closed = new Promise((resolve) => setTimeout(() => resolve(holder.close()), 20));
    const goals = Array.from({ length: 200 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index / 4));
      return guest.call('metrics.setGoal', project, { metric: `m${index}`, goal: 'minimize' });
    });
    await Promise.all([adding, closed, ...goals]);
    expect(await open(guest, project)).toMatchObject({ attached: false });
    expect(await guest.call('datasets.list', project, {})).toMatchObject([{ name: 'd' }]);
    const settings = readFileSync(join(project, 'modelyard.yaml'), 'utf8');
    expect(settings.match(/m\d+: minimize/g)).toHaveLength(200);
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
