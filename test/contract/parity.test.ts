import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Callable } from '../../src/engine/dispatch/serve-messages.ts';
import { contract, type EngineCommandName } from '../../src/shared/contract/index.ts';
import { toErrorData } from '../../src/shared/errors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hostForked, hostInProcess } from './engine-host.ts';

const csv = [
  'age,city,left',
  ...Array.from({ length: 60 }, (_, row) => `${20 + (row % 40)},c${row % 3},${row % 2}`),
];

/** One scenario through every kind of answer; what differs by time, place or chance is taken out. */
const drive = async (engine: Callable, folder: string) => {
  const project = join(folder, 'a project with ünicode');
  const transcript: { command: string; answer: unknown }[] = [];
  const ask = async (command: string, input: unknown, scope: string | undefined = project) => {
    const answer = await engine.call(command, scope, input).then(
      (output) => {
        const checked = contract[command as EngineCommandName].output.safeParse(output);
        return checked.success ? output : { doesNotFitTheContract: command, issues: checked.error.issues };
      },
      (thrown) => ({ error: toErrorData(thrown) }),
    );
    transcript.push({ command, answer });
    return answer;
  };

  await ask('projects.open', { folder: project }, undefined);
  await ask('projects.create', { folder: project, name: 'Parity' }, undefined);
  await ask('projects.create', { folder: project }, undefined);
  writeFileSync(join(project, 'people.csv'), csv.join('\n'));
  await ask('projects.inspect', { folder: project }, undefined);
  await ask('datasets.add', { path: join(project, 'people.csv') });
  await ask('datasets.rows', { dataset: 'people', limit: 3 });
  await ask('datasets.rows', { dataset: 'people', limit: 0 });
  await ask('datasets.profile', { dataset: 'nobody' });
  await ask('runs.list', { filter: 'metrics.auc >' });
  await ask('metrics.setGoal', { metric: 'my_figure', goal: 'maximize' });
  await ask('project.status', {});
  await ask('project.doctor', { repair: true });
  await ask('project.events', {});
  await ask('no.such', {});
  await ask('shell.newWindow', {});
  return normalized(transcript, folder);
};

const normalized = (value: unknown, folder: string): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, field: unknown) =>
      /(AtMs|^atMs|^hash|Bytes|^systemCode)$/.test(key) ? `<${key}>` : field,
    ).replaceAll(folder, '<folder>'),
  );

describe('the two hosts of the engine', () => {
  it('give the same answers to the same calls, each as the contract promises', async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    const inProcess = await drive(await hostInProcess(one), one);
    const forked = await drive(await hostForked(other), other);
    expect(forked).toEqual(inProcess);
    expect(JSON.stringify(inProcess)).not.toContain('doesNotFitTheContract');
    const codes = [...JSON.stringify(inProcess).matchAll(/"code":"([a-z-]+)"/g)].map(([, code]) => code);
    expect(codes).toEqual([
      'not-found',
      'already-exists',
      'invalid-input',
      'not-found',
      'invalid-input',
      'invalid-input',
      'invalid-input',
    ]);
  });

  it.each([
    ['in this process', hostInProcess],
    ['forked', hostForked],
  ])('cancels one of two calls in flight and answers the other (%s)', async (_name, host) => {
    const folder = temporaryFolder();
    const engine = await host(folder);
    const project = join(folder, 'p');
    await engine.call('projects.create', undefined, { folder: project });
    writeFileSync(join(project, 'people.csv'), csv.join('\n'));
    const cancelling = new AbortController();
    const cancelled = engine.call(
      'datasets.add',
      project,
      { path: join(project, 'people.csv'), name: 'first' },
      { signal: cancelling.signal },
    );
    const kept = engine.call('datasets.add', project, { path: join(project, 'people.csv'), name: 'second' });
    cancelling.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(kept).resolves.toMatchObject({ isNew: true });
    const datasets = (await engine.call('datasets.list', project, {})) as { name: string }[];
    expect(datasets.map(({ name }) => name)).toEqual(['second']);
  });
});
