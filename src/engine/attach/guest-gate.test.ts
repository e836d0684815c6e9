import { expect, it } from 'vitest';
import { createGuestGate } from './guest-gate.ts';
import { wasNotBegun } from './parting.ts';

const openGate = () => {
  const begun: string[] = [];
  let finish = (): void => undefined;
  const gate = createGuestGate(
    { folder: '/own', subscribe: () => () => undefined },
    {
      call: async (command) => {
        begun.push(command);
        if (command === 'runs.delete')
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
        return command;
      },
    },
  );
  return { gate, begun, finish: () => finish() };
};

it('begins nothing once it is shut, and says so', async () => {
  const { gate, begun } = openGate();
  expect(await gate.call('runs.list', '/own', {})).toBe('runs.list');
  gate.shut();
  const refused = await Promise.resolve()
    .then(() => gate.call('runs.list', '/own', {}))
    .catch((thrown: unknown) => thrown);
  expect(wasNotBegun(refused)).toBe(true);
  expect(begun).toEqual(['runs.list']);
});

it('has settled when changes that were begun are done', async () => {
  const { gate, finish } = openGate();
  const deleted = gate.call('runs.delete', '/own', {});
  gate.shut();
  let hasSettled = false;
  const settled = gate.settled().then(() => {
    hasSettled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasSettled).toBe(false);
  finish();
  await settled;
  expect(await deleted).toBe('runs.delete');
});

it('is for one project', () => {
  const { gate } = openGate();
  expect(() => gate.call('runs.list', '/other', {})).toThrow(expect.objectContaining({ code: 'not-found' }));
});
