import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { createMachine } from './create-machine.ts';

const path = process.env.PATH ?? '';
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  process.env.PATH = path;
});

/** A program of this name on the search path, in place of any other. */
const install = (script: string) => {
  const file = join(folder, 'nvidia-smi');
  writeFileSync(file, `#!/bin/sh\necho "asked $*" >> "${join(folder, 'asked')}"\n${script}\n`);
  chmodSync(file, 0o755);
  process.env.PATH = `${folder}:${path}`;
};
const timesAsked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n').length;

const twoCards = `case "$1" in
--query-gpu=*) echo 'NVIDIA A100-SXM4-80GB, 81920, 550.54.15'; echo 'NVIDIA A100-SXM4-80GB, 81920, 550.54.15';;
*) echo '| NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: 12.4     |';;
esac`;

it('says what the machine is, and where there is no driver nothing of GPUs', async () => {
  process.env.PATH = folder;
  const facts = await createMachine({ nowMs: () => 0 }).facts();
  expect(facts).toMatchObject({
    platform: `${process.platform} ${process.arch}`,
    cores: expect.stringMatching(/^\d+$/),
    memory: expect.stringMatching(/^\d+ GiB$/),
  });
  expect(Object.keys(facts).filter((name) => /gpu|cuda/.test(name))).toEqual([]);
});

it('asks the driver once a minute however often it is asked itself', async () => {
  install(twoCards);
  let nowMs = 0;
  const machine = createMachine({ nowMs: () => nowMs });
  const [facts] = await Promise.all([machine.facts(), machine.facts(), machine.facts()]);
  expect(facts).toMatchObject({
    gpu: '2 × NVIDIA A100-SXM4-80GB',
    'gpu memory': '2 × 80 GiB',
    'gpu driver': '550.54.15',
    'cuda (driver)': '12.4',
  });
  nowMs = 59_000;
  await machine.facts();
  expect(timesAsked()).toBe(2);

  install(twoCards.replaceAll('550.54.15', '560.10'));
  nowMs = 60_000;
  // What is known comes at once; what is new the next time.
  expect((await machine.facts())['gpu driver']).toBe('550.54.15');
  await expect.poll(async () => (await machine.facts())['gpu driver']).toBe('560.10');
  expect(timesAsked()).toBe(4);
});

it('takes a driver that fails, babbles or hangs for none', async () => {
  for (const script of [
    'echo "NVIDIA-SMI has failed" >&2; exit 9',
    'head -c 100 /dev/zero',
    'echo ,,; echo',
  ]) {
    install(script);
    expect(await createMachine({ nowMs: () => 0 }).facts()).not.toHaveProperty('gpu');
  }
  install('sleep 60');
  const startedAtMs = performance.now();
  expect(await createMachine({ nowMs: () => 0 }).facts()).not.toHaveProperty('gpu');
  expect(performance.now() - startedAtMs).toBeLessThan(5000);
}, 20_000);
