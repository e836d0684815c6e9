import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem, type } from 'node:os';
import type { Machine, MachineFacts } from '../../ports/machine.ts';
import { nvidiaFacts } from './nvidia-facts.ts';

const freshMs = 60_000;

/** This machine. NVIDIA's program is asked in a process of its own, and at most once a minute. */
export const createMachine = ({ nowMs }: { nowMs: () => number }): Machine => {
  let known: MachineFacts | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<MachineFacts> | null = null;

  const ask = async (): Promise<MachineFacts> => {
    askedAtMs = nowMs();
    known = { ...ownFacts(), ...(await nvidiaFacts()) };
    asking = null;
    return known;
  };

  return {
    facts: async () => {
      if (asking === null && nowMs() - askedAtMs >= freshMs) asking = ask();
      return known ?? (await asking) ?? {};
    },
  };
};

const ownFacts = (): MachineFacts => {
  const processors = cpus();
  const model = processors[0]?.model.replace(/\s+/g, ' ').trim();
  return {
    os: [linuxName(), `${type()} ${release()}`].filter((part) => part !== null).join(', '),
    platform: `${platform()} ${arch()}`,
    ...(model !== undefined && model !== '' && { cpu: model }),
    cores: String(processors.length),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  };
};

/** What a Linux distribution calls itself; null elsewhere. */
const linuxName = (): string | null => {
  try {
    const named = /^PRETTY_NAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    return named === undefined ? null : named.replaceAll('"', '').trim() || null;
  } catch {
    return null;
  }
};
