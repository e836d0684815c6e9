import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { startTimeOf, statFields } from './process-identity.ts';

/**
 * Ends a process, its process group and everything that descends from it, also what has made a group of its own. `pid` must be the
 * leader of its group. Processes that are gone already are no error.
 */
export const killTree = (pid: number): void => {
  // 0, 1 and negative numbers mean "my group", init and "everybody" to kill(2).
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  // From the leaves: orphans belong to init, and no longer to the tree. The leader is last, for it may be ourselves.
  for (const member of descendantsOf(pid).reverse()) signal(member);
  killGroup(pid);
  signal(pid);
};

/** Remembers who descends from a process now; the answer ends those of them that are still there when the process is not. */
export const rememberDescendants = (pid: number): (() => void) => {
  if (process.platform === 'win32' || pid <= 1) return () => {};
  const descendants = descendantsOf(pid).map((member) => ({ member, startedAt: startTimeOf(member) }));
  return () => {
    for (const { member, startedAt } of descendants) {
      if (startedAt !== null && startTimeOf(member) === startedAt) killTree(member);
    }
  };
};

/** Ends what is left of a process group whose leader has ended. */
export const killGroup = (leader: number): void => {
  if (process.platform !== 'win32' && leader > 1) signal(-leader);
};

const descendantsOf = (pid: number): number[] => {
  const processes = listProcesses();
  const found: number[] = [];
  const waiting = [pid];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    const children = processes.filter((entry) => entry.parent === parent).map((entry) => entry.pid);
    found.push(...children);
    waiting.push(...children);
  }
  return found;
};

const listProcesses = (): { pid: number; parent: number }[] => {
  if (process.platform !== 'linux') return listWithPs();
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1)
    .map((pid) => ({ pid, parent: Number(statFields(pid)?.[1] ?? Number.NaN) }));
};

const listWithPs = (): { pid: number; parent: number }[] =>
  spawnSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }));

const signal = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
};
