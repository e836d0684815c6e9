import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process started, as the system tells it; null when there is no such process. Together with its number it names one process
 * for ever, while numbers alone are used again. Only ever compared for equality.
 */
export const startTimeOf = (pid: number): string | null => {
  if (!Number.isInteger(pid) || pid <= 1) return null;
  if (process.platform === 'linux') return startTimeOnLinux(pid);
  if (process.platform === 'win32') return startTimeOnWindows(pid);
  return answerOf('ps', ['-o', 'lstart=', '-p', String(pid)]);
};

/** Ticks since boot, field 22 of /proc/<pid>/stat (proc(5)), with the boot they count from. */
const startTimeOnLinux = (pid: number): string | null => {
  const fields = statFields(pid);
  if (fields === null || fields[0] === 'Z') return null;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
};

/** What follows the program's name in /proc/<pid>/stat, from field 3 (state) on; the name itself may hold spaces and brackets. */
export const statFields = (pid: number): string[] | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
};

const startTimeOnWindows = (pid: number): string | null =>
  answerOf('powershell.exe', [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    `(Get-Process -Id ${pid} -ErrorAction SilentlyContinue).StartTime.ToFileTimeUtc()`,
  ]);

const answerOf = (program: string, parameters: readonly string[]): string | null => {
  const { status, stdout } = spawnSync(program, parameters, { encoding: 'utf8', windowsHide: true });
  const answer = status === 0 ? stdout.trim() : '';
  return answer === '' ? null : answer;
};
