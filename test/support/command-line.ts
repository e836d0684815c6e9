import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Built beforehand: `npm test` does it, `npm run build` alone too. */
export const builtCommandLine =
  process.env.MODELYARD_CLI ??
  join(fileURLToPath(new URL('../..', import.meta.url)), 'out', 'cli', 'modelyard.js');

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  start(...args: string[]): ChildProcessWithoutNullStreams;
  run(...args: string[]): Promise<Finished>;
  /** Runs with --json and answers the one document of standard output. Throws, with what was said, unless it exits with 0. */
  json<Document>(...args: string[]): Promise<Document>;
}

/** The built command line as a person runs it in `folder`: a process of its own for each command. */
export const createCommandLine = ({
  folder,
  userData,
}: {
  folder: string;
  userData: string;
}): CommandLine => {
  if (!existsSync(builtCommandLine))
    throw new Error(`${builtCommandLine} is not there. Build it: npm run build`);

  const start: CommandLine['start'] = (...args) =>
    spawn(process.execPath, [builtCommandLine, ...args], {
      cwd: folder,
      env: { ...process.env, MODELYARD_USER_DATA: userData },
    });
  const run: CommandLine['run'] = (...args) => finished(start(...args));

  return {
    start,
    run,
    json: async <Document>(...args: string[]) => {
      const { exitCode, stdout, stderr } = await run('--json', ...args);
      if (exitCode !== 0) throw new Error(`modelyard ${args.join(' ')} exited with ${exitCode}: ${stderr}`);
      return JSON.parse(stdout) as Document;
    },
  };
};

export const finished = async (child: ChildProcessWithoutNullStreams): Promise<Finished> => {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
};

/** Where a server that was started here listens, as soon as it says so. */
export const addressOf = async (child: ChildProcess): Promise<string> => {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`The server named no address: ${said}`);
};
